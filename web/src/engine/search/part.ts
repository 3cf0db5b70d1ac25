// SPDX-License-Identifier: EUPL-1.2
// One part of the index: a thousand messages, their words in sixteen lists so that a search opens few of them.
import { type IndexedMessage, linksOf, searchedText } from './message';
import { closeness, type Term, wordsOf } from './words';

export const SHARDS = 16;
/** The list that says who wrote each message, where, when and what it is. */
export const FACTS = SHARDS;
export const PART_SIZE = 1000;

/** A word and the places of the messages that it stands in. */
export type WordList = [word: string, places: number[]][];

export interface Facts {
  eventId: string;
  roomId: string;
  sender: string;
  at: number;
  kind: IndexedMessage['kind'];
  link: boolean;
}

export const factsOf = ({ eventId, roomId, sender, at, kind, text }: IndexedMessage): Facts => ({
  eventId,
  roomId,
  sender,
  at,
  kind,
  link: linksOf(text).length > 0,
});

/** By its first two letters, which other forms of the word and its beginning share. */
export function shardOf(word: string): number {
  return ((word.charCodeAt(0) || 0) * 31 + (word.charCodeAt(1) || 0)) % SHARDS;
}

/** The word lists of a full part; `null` where a message was taken out. */
export function listsOf(messages: (IndexedMessage | null)[]): WordList[] {
  const shards = Array.from({ length: SHARDS }, () => new Map<string, number[]>());
  messages.forEach((message, place) => {
    if (!message) return;
    for (const word of new Set(wordsOf(searchedText(message)))) {
      const list = shards[shardOf(word)];
      const places = list?.get(word);
      if (places) places.push(place);
      else list?.set(word, [place]);
    }
  });
  return shards.map((list) => [...list]);
}

/** Places of the messages that answer a term, with how well they do. */
export function placesOf(list: WordList, term: Term): Map<number, number> {
  const found = new Map<number, number>();
  // Every fitting word shares the shorter one of word and stem up to the letter that a stem may change.
  const start = term.stem.slice(0, Math.max(Math.min(term.stem.length - 1, term.word.length), 1));
  for (const [word, places] of list) {
    const quality = word.startsWith(start) ? closeness(term, word) : 0;
    if (quality === 0) continue;
    for (const place of places) found.set(place, Math.max(found.get(place) ?? 0, quality));
  }
  return found;
}

/** Messages that answer every term: the sum of how well. */
export function intersection(found: Map<number, number>[]): Map<number, number> {
  const [first, ...others] = found.toSorted((a, b) => a.size - b.size);
  const all = new Map<number, number>();
  for (const [place, quality] of first ?? []) {
    if (!others.every((other) => other.has(place))) continue;
    all.set(
      place,
      others.reduce((sum, other) => sum + (other.get(place) ?? 0), quality),
    );
  }
  return all;
}

export function withoutPlace(list: WordList, place: number): WordList {
  const rest = list.map(([word, places]): WordList[number] => [word, places.filter((other) => other !== place)]);
  return rest.filter(([, places]) => places.length > 0);
}
