// SPDX-License-Identifier: EUPL-1.2
// Quiet hours: reading the account data, and whether a moment falls into them.
import type { QuietHours } from './models/alerts';

export const QUIET_TYPE = 'org.chancery.quiet_hours';

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;
const DAY_MINUTES = 24 * 60;

export function defaultQuiet(zone = Intl.DateTimeFormat().resolvedOptions().timeZone): QuietHours {
  return { enabled: false, days: [1, 2, 3, 4, 5, 6, 7], from: '20:00', until: '08:00', zone, mentions: false };
}

/** Account data may have been written by anybody's client: what is not understood falls back to the default. */
export function readQuiet(content: unknown): QuietHours {
  const usual = defaultQuiet();
  const { enabled, days, from, until, zone, mentions } = (content ?? {}) as Partial<Record<keyof QuietHours, unknown>>;
  return {
    enabled: enabled === true,
    days: Array.isArray(days) ? days.filter((day) => Number.isInteger(day) && day >= 1 && day <= 7) : usual.days,
    from: typeof from === 'string' && CLOCK.test(from) ? from : usual.from,
    until: typeof until === 'string' && CLOCK.test(until) ? until : usual.until,
    zone: isZone(zone) ? zone : usual.zone,
    mentions: mentions === true,
  };
}

export function isQuiet(quiet: QuietHours, now: Date): boolean {
  if (!quiet.enabled) return false;
  const { day, minute } = localMoment(now, quiet.zone);
  const from = minutesOf(quiet.from);
  const length = (minutesOf(quiet.until) - from + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES;
  const yesterday = day === 1 ? 7 : day - 1;
  if (quiet.days.includes(day) && minute >= from && minute < from + length) return true;
  return quiet.days.includes(yesterday) && minute + DAY_MINUTES < from + length;
}

function localMoment(now: Date, timeZone: string): { day: number; minute: number } {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]));
  const day = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(parts.weekday ?? '') + 1;
  return { day, minute: Number(parts.hour) * 60 + Number(parts.minute) };
}

function minutesOf(clock: string): number {
  const [hour, minute] = clock.split(':').map(Number);
  return (hour ?? 0) * 60 + (minute ?? 0);
}

function isZone(zone: unknown): zone is string {
  if (typeof zone !== 'string') return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
