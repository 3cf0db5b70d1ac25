// SPDX-License-Identifier: EUPL-1.2
// Days as date fields write them: "2026-11-23" in the time zone of this device.

export function dayInput(at: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Null while the field holds no whole date. */
export function startOfDay(day: string): number | null {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  if (!year || !month || !date) return null;
  return new Date(Number(year), Number(month) - 1, Number(date)).getTime();
}

/** The last millisecond of a day, however long the day is. */
export function endOfDay(day: string): number | null {
  const start = startOfDay(day);
  return start === null ? null : new Date(start).setHours(23, 59, 59, 999);
}
