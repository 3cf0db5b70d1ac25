// SPDX-License-Identifier: EUPL-1.2
// Where a key leads in a list of rows.
import { useState } from 'react';

/** The row that a key leads to, or null when it leads nowhere. */
export function moved(key: string, from: number, count: number, page: number): number | null {
  const last = count - 1;
  const places: Record<string, number> = {
    ArrowDown: Math.min(from + 1, last),
    ArrowUp: Math.max(from - 1, 0),
    PageDown: Math.min(from + page, last),
    PageUp: Math.max(from - page, 0),
    Home: 0,
    End: last,
  };
  return places[key] ?? null;
}

const PAUSE_MS = 1000;

/** Letters typed within a second of each other find the next row that begins so. */
export class Typed {
  private letters = '';
  private at = 0;

  /** Whether a word is being typed, so that a space belongs to it. */
  get current(): boolean {
    return this.letters !== '' && Date.now() - this.at < PAUSE_MS;
  }

  find(key: string, from: number, texts: readonly string[]): number | null {
    if ([...key].length !== 1) return null;
    const more = this.current;
    this.letters = (more ? this.letters : '') + key.toLocaleLowerCase();
    this.at = Date.now();
    // A second letter may still fit the row that the first one found.
    const start = more ? from : from + 1;
    for (let step = 0; step < texts.length; step += 1) {
      const place = (start + step) % texts.length;
      if (texts[place]?.toLocaleLowerCase().startsWith(this.letters)) return place;
    }
    return null;
  }
}

export function useTyped(): Typed {
  const [typed] = useState(() => new Typed());
  return typed;
}
