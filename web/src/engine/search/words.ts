// SPDX-License-Identifier: EUPL-1.2
// Words of messages and of searches, folded alike, and which word answers which.
import { fold } from '../people/search';
import { stem } from './stems';

export interface Term {
  word: string;
  stem: string;
  /** The person may not have typed the word to its end. */
  open: boolean;
}

const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const LONGEST = 64;
const MOST_WORDS = 4000;
const MOST_TERMS = 16;
const SHORTEST_OPEN = 2;

export function wordsOf(text: string): string[] {
  return (fold(text).match(WORD) ?? []).slice(0, MOST_WORDS).map((word) => word.slice(0, LONGEST));
}

/** What a search looks for: every word, the last of them perhaps unfinished. */
export function termsOf(query: string): Term[] {
  const words = wordsOf(query).slice(0, MOST_TERMS);
  const last = words.length - 1;
  const unfinished = !/[^\p{L}\p{N}\p{M}]$/u.test(query);
  return words.map((word, index) => ({
    word,
    stem: stem(word),
    open: index === last && unfinished && word.length >= SHORTEST_OPEN,
  }));
}

/** How well a folded word answers: 3 the word itself, 2 another form of it, 1 its beginning, 0 not. */
export function closeness(term: Term, word: string): number {
  if (word === term.word) return 3;
  if (stem(word) === term.stem) return 2;
  return term.open && word.startsWith(term.word) ? 1 : 0;
}

export interface MarkedText {
  text: string;
  marked: boolean;
}

const BEFORE = 60;
const LENGTH = 220;

/** The part of a text around the first found word, with the found words marked. */
export function snippetOf(text: string, terms: Term[]): MarkedText[] {
  const plain = text.replace(/\s+/g, ' ').trim();
  const found = [...plain.matchAll(WORD)].filter(([word]) => terms.some((term) => closeness(term, fold(word)) > 0));
  const first = found[0]?.index ?? 0;
  const start = first > BEFORE ? plain.indexOf(' ', first - BEFORE) + 1 : 0;
  const end = Math.min(start + LENGTH, plain.length);
  const parts: MarkedText[] = start > 0 ? [{ text: '… ', marked: false }] : [];
  let at = start;
  for (const { 0: word, index } of found) {
    if (index < at || index + word.length > end) continue;
    if (index > at) parts.push({ text: plain.slice(at, index), marked: false });
    parts.push({ text: word, marked: true });
    at = index + word.length;
  }
  if (at < end) parts.push({ text: plain.slice(at, end), marked: false });
  if (end < plain.length) parts.push({ text: ' …', marked: false });
  return parts;
}
