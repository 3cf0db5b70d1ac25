// SPDX-License-Identifier: EUPL-1.2
// For how long a chat may be muted, in the time zone of the browser.

export const MUTES = ['hour', 'hours', 'morning', 'week', 'always'] as const;
export type Mute = (typeof MUTES)[number];

const HOUR_MS = 3_600_000;
const MORNING = 8;
/** Before this hour the next morning is that of the same day. */
const NIGHT_ENDS = 5;

/** Null: for good. */
export function muteEnd(mute: Mute, now = new Date()): number | null {
  if (mute === 'always') return null;
  if (mute === 'hour') return now.getTime() + HOUR_MS;
  if (mute === 'hours') return now.getTime() + 8 * HOUR_MS;
  const [year, month, day] = [now.getFullYear(), now.getMonth(), now.getDate()];
  // By the calendar, so that a change of the clocks moves neither.
  if (mute === 'week') return new Date(year, month, day + 7, now.getHours(), now.getMinutes()).getTime();
  return new Date(year, month, day + (now.getHours() < NIGHT_ENDS ? 0 : 1), MORNING).getTime();
}
