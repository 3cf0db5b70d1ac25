// SPDX-License-Identifier: EUPL-1.2
// Drafts of two devices meet: the later words of each place count.
import { expect, it } from 'vitest';
import { draftWords, isUnshared, MAIN, newerOf, readStored, writeStored } from './record';

it('the later text of each place wins, and only what differs is news', () => {
  const mine = { [MAIN]: { text: 'mine', at: 5 }, $thread: { text: 'old', at: 1 } };
  const theirs = { [MAIN]: { text: 'theirs', at: 4 }, $thread: { text: 'new', at: 2 } };
  const { merged, news } = newerOf(mine, theirs);
  expect(news).toEqual(['$thread']);
  expect(merged).toEqual({ [MAIN]: { text: 'mine', at: 5 }, $thread: { text: 'new', at: 2 } });
});

it('a draft that was sent elsewhere goes here too, and is forgotten after some weeks', () => {
  const gone = { [MAIN]: { text: '', at: 1000 } };
  expect(newerOf({ [MAIN]: { text: 'sent', at: 900 } }, gone).merged).toEqual(gone);
  expect(readStored(writeStored(gone, 2000))).toEqual(gone);
  expect(writeStored(gone, 1000 + 30 * 24 * 3_600_000)).toBe('');
});

it('the mark of what other devices have not heard survives a restart, and is no draft', () => {
  const drafts = { [MAIN]: { text: 'mine', at: 5 } };
  const stored = writeStored(drafts, 6, true);
  expect(isUnshared(stored)).toBe(true);
  expect(readStored(stored)).toEqual(drafts);
  expect(isUnshared(writeStored(drafts, 6))).toBe(false);
});

it('drafts of earlier versions are read', () => {
  expect(readStored('{"type":"doc","content":[]}')).toEqual({ [MAIN]: { text: '{"type":"doc","content":[]}', at: 0 } });
  expect(readStored('plain')).toEqual({ [MAIN]: { text: 'plain', at: 0 } });
});

it('the list shows the words of a document in one line', () => {
  const line = (...content: object[]) => ({ type: 'paragraph', content });
  const doc = {
    type: 'doc',
    content: [
      line({ type: 'text', text: 'See ' }, { type: 'mention', attrs: { label: 'Anna' } }),
      line({ type: 'text', text: 'at ten' }),
    ],
  };
  expect(draftWords(JSON.stringify(doc))).toBe('See @Anna at ten');
});
