// SPDX-License-Identifier: EUPL-1.2
// Days of the browser's time zone: as moments, as fields hold them, and as they are written.
import i18next from 'i18next';

/** The first moment of a day written as `2026-11-23`; null for none. */
export function dayStart(day: string): number | null {
  return day ? new Date(`${day}T00:00`).getTime() : null;
}

/** The first moment behind a day. */
export function dayAfter(day: string): number | null {
  if (!day) return null;
  const moment = new Date(`${day}T00:00`);
  // Not 24 hours later: days of the clock change are shorter or longer.
  return moment.setDate(moment.getDate() + 1);
}

/** The day of a moment, as a day field holds it. */
export function dayOf(at: number): string {
  const moment = new Date(at);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

/** 23 Nov 2026 */
export function formatDate(at: number): string {
  const language = i18next.language || 'en';
  const words = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { dateStyle: 'medium' });
  return words.format(at);
}
