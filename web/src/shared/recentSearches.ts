// SPDX-License-Identifier: EUPL-1.2
// What a person searched for last; kept in this browser only, and forgotten at sign-out.

const KEY = 'chancery.searches';
const MOST = 8;

interface Remembered {
  user: string;
  searches: string[];
}

export function recentSearches(user: string): string[] {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Remembered | null;
    return stored?.user === user ? stored.searches : [];
  } catch {
    return [];
  }
}

export function rememberSearch(user: string, query: string): void {
  const words = query.trim();
  if (!words) return;
  // Typing on: the longer search stands for its beginnings.
  const others = recentSearches(user).filter((other) => !words.toLowerCase().startsWith(other.toLowerCase()));
  localStorage.setItem(KEY, JSON.stringify({ user, searches: [words, ...others].slice(0, MOST) }));
}

export function forgetSearches(): void {
  localStorage.removeItem(KEY);
}
