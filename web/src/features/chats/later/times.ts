// SPDX-License-Identifier: EUPL-1.2
// The times that "send later" offers, in the time zone of the browser.

export type Preset = 'hour' | 'tomorrow' | 'monday';

const MORNING = 9;
const HOUR_MS = 3_600_000;
const MONDAY = 1;
const WEEK = 7;

export function presetTime(preset: Preset, now = new Date()): number {
  if (preset === 'hour') return now.getTime() + HOUR_MS;
  const days = preset === 'tomorrow' ? 1 : (MONDAY - now.getDay() + WEEK) % WEEK || WEEK;
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, MORNING).getTime();
}

/** On Sundays "tomorrow" is Monday already. */
export function presetsFor(now = new Date()): Preset[] {
  const all: Preset[] = ['hour', 'tomorrow', 'monday'];
  return all.filter((preset) => preset !== 'monday' || presetTime('monday', now) !== presetTime('tomorrow', now));
}

/** As `datetime-local` fields write it. */
export function toField(at: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** Null when it is no time. */
export function fromField(value: string): number | null {
  const at = new Date(value).getTime();
  return Number.isNaN(at) ? null : at;
}
