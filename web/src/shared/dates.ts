// SPDX-License-Identifier: EUPL-1.2
// Dates and times in the language of the interface.
import i18next from 'i18next';

type Options = Intl.DateTimeFormatOptions;
const formats = new Map<string, Intl.DateTimeFormat>();

function format(options: Options, at: number | Date): string {
  const language = i18next.language || 'en';
  const key = language + JSON.stringify(options);
  const known = formats.get(key) ?? new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, options);
  formats.set(key, known);
  return known.format(at);
}

/** 09:41 */
export const formatTime = (at: number) => format({ hour: '2-digit', minute: '2-digit' }, at);
/** 23 November 2026, 09:41 */
export const formatMoment = (at: number) =>
  format({ day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' }, at);
/** A time to come: of today 18:00, else 24 Nov, 08:00 */
export function formatUntil(at: number, now = Date.now()): string {
  if (daysAgo(at, now) === 0) return formatTime(at);
  return format({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }, at);
}
/** Monday, 23 November */
export const formatToday = (at: number | Date) =>
  capitalise(format({ weekday: 'long', day: 'numeric', month: 'long' }, at));

const DAY_MS = 86_400_000;

/** Calendar days from `at` to `now` in the time zone of the browser. */
export function daysAgo(at: number, now: number): number {
  const start = (moment: number) => new Date(moment).setHours(0, 0, 0, 0);
  return Math.round((start(now) - start(at)) / DAY_MS);
}

/** Short for lists: time of today, "yesterday", weekday of this week, else the date. */
export function formatShort(at: number, now = Date.now()): string {
  const days = daysAgo(at, now);
  if (days <= 0) return formatTime(at);
  if (days === 1) return relativeDay(-1);
  if (days < 7) return format({ weekday: 'short' }, at);
  return formatDate(at, now, 'short');
}

/** Heading of a day: "today", "yesterday", else weekday and date. */
export function formatDay(at: number, now = Date.now()): string {
  const days = daysAgo(at, now);
  if (days === 0 || days === 1) return capitalise(relativeDay(-days));
  if (days > 0 && days < 7) return capitalise(format({ weekday: 'long', day: 'numeric', month: 'long' }, at));
  return formatDate(at, now, 'long');
}

function formatDate(at: number, now: number, month: 'short' | 'long'): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return format({ day: 'numeric', month, ...(sameYear ? {} : { year: 'numeric' }) }, at);
}

/** "in 5 minutes", "3 hours ago", for lines that may be a little old. */
export function formatAgo(at: number, now = Date.now()): string {
  const words = new Intl.RelativeTimeFormat(i18next.language || 'en', { numeric: 'auto' });
  const minutes = Math.round((at - now) / 60_000);
  if (Math.abs(minutes) < 60) return words.format(minutes, 'minute');
  const hours = Math.round(minutes / 60);
  if (Math.abs(hours) < 24) return words.format(hours, 'hour');
  return words.format(-daysAgo(at, now), 'day');
}

function relativeDay(days: number): string {
  return new Intl.RelativeTimeFormat(i18next.language || 'en', { numeric: 'auto' }).format(days, 'day');
}

function capitalise(text: string): string {
  return text.charAt(0).toLocaleUpperCase(i18next.language || 'en') + text.slice(1);
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** 640 bytes, 184 kB, 2.1 MB */
export function formatSize(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1);
  const digits = power < 2 ? 0 : 1;
  const unit = UNITS[power] ?? 'byte';
  return new Intl.NumberFormat(i18next.language || 'en', {
    style: 'unit',
    unit,
    // The short name of a byte has no plural.
    unitDisplay: unit === 'byte' ? 'long' : 'short',
    maximumFractionDigits: digits,
  }).format(bytes / 1000 ** power);
}

/** 20% in English, 20 % in Russian. */
export function formatPercent(part: number): string {
  return new Intl.NumberFormat(i18next.language || 'en', { style: 'percent' }).format(part / 100);
}

/** 0:07, 12:30, 1:02:03 */
export function formatDuration(ms: number): string {
  const seconds = Math.max(Math.round(ms / 1000), 0);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = String(seconds % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}
