// SPDX-License-Identifier: EUPL-1.2
// Where the emoji data of the build are, and a search of them by name for ":name" in the editor.

import { FREQUENT } from './frequent';

/** Written by the build from the package emojibase-data; the version is part of the path. */
export const EMOJI_DATA = __EMOJI_PATH__;

interface EmojiRecord {
  emoji: string;
  label: string;
  tags?: string[];
  version: number;
}

export interface EmojiHit {
  emoji: string;
  label: string;
}

const loaded = new Map<string, Promise<EmojiRecord[]>>();

function load(locale: string): Promise<EmojiRecord[]> {
  const known = loaded.get(locale);
  if (known) return known;
  const loading = fetch(`${EMOJI_DATA}/${locale}/data.json`).then((answer) => answer.json() as Promise<EmojiRecord[]>);
  loaded.set(locale, loading);
  // A failure to load is tried again with the next letter.
  loading.catch(() => loaded.delete(locale));
  return loading;
}

/** The data add a mark that asks for the coloured form. */
const bare = (emoji: string) => emoji.replace('\uFE0F', '');

/** Usual emoji come first, the most usual before the others. */
function usage({ emoji }: EmojiRecord): number {
  const place = FREQUENT.indexOf(bare(emoji));
  return place < 0 ? 0 : FREQUENT.length - place;
}

/** How well a record fits; 0: not at all. */
function score({ label, tags = [] }: EmojiRecord, wanted: string): number {
  const words = label.toLowerCase();
  if (words.startsWith(wanted)) return 4;
  if (tags.some((tag) => tag === wanted)) return 3;
  if (words.includes(` ${wanted}`)) return 2;
  return tags.some((tag) => tag.startsWith(wanted)) ? 1 : 0;
}

export function rank(records: readonly EmojiRecord[], query: string, limit: number): EmojiHit[] {
  const wanted = query.toLowerCase().replaceAll('_', ' ');
  return records
    .map((record) => ({ record, points: score(record, wanted) }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => usage(b.record) - usage(a.record) || b.points - a.points)
    .slice(0, limit)
    .map(({ record }) => ({ emoji: record.emoji, label: record.label }));
}

/** Both languages are searched: many people know the English names. */
export async function searchEmoji(query: string, language: string, limit = 6): Promise<EmojiHit[]> {
  const locales = language === 'en' ? ['en'] : [language, 'en'];
  const lists = await Promise.all(locales.map((locale) => load(locale).catch(() => [])));
  const hits = lists.flatMap((records) => rank(records, query, limit));
  return [...new Map(hits.map((hit) => [hit.emoji, hit])).values()].slice(0, limit);
}
