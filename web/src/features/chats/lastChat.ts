// SPDX-License-Identifier: EUPL-1.2
// The chat that a person had open last in this browser.

const KEY = 'chancery.last-chat';

interface Remembered {
  user: string;
  room: string;
}

export const lastChat = {
  get(user: string): string | null {
    try {
      const stored = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Remembered | null;
      return stored?.user === user ? stored.room : null;
    } catch {
      return null;
    }
  },
  set(user: string, room: string): void {
    localStorage.setItem(KEY, JSON.stringify({ user, room }));
  },
  forget(): void {
    localStorage.removeItem(KEY);
  },
};
