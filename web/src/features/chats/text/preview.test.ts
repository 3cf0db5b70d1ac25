// SPDX-License-Identifier: EUPL-1.2
// What the second line of a chat says.
import i18next from 'i18next';
import { expect, test } from 'vitest';
import type { Preview } from '@/engine/rpc/protocol';
import { anna, igor, summary } from '../testing';
import { previewLine, shortName, typingText } from './preview';

const t = i18next.getFixedT('en', 'chats');
const said = (changes: Partial<Extract<Preview, { type: 'message' }>> = {}): Preview => ({
  type: 'message',
  kind: 'text',
  text: 'The agenda\n is ready',
  sender: igor,
  mine: false,
  fileName: null,
  voice: false,
  durationMs: null,
  pictures: 0,
  waiting: false,
  ...changes,
});

test('a group names the author by the given name, a direct chat does not', () => {
  expect(previewLine(t, summary('a', { preview: said() }), false)).toEqual({
    before: 'Igor:',
    text: 'The agenda is ready',
  });
  expect(previewLine(t, summary('a', { preview: said(), kind: 'direct' }), false)).toEqual({
    text: 'The agenda is ready',
  });
  expect(previewLine(t, summary('a', { preview: said({ mine: true }), kind: 'direct' }), false).before).toBe('You:');
});

test('files, pictures, deletions and changes are told in words', () => {
  const text = (preview: Preview) => previewLine(t, summary('a', { preview }), false).text;
  expect(text(said({ kind: 'file', fileName: 'Budget.xlsx', text: '' }))).toBe('Budget.xlsx');
  expect(text(said({ kind: 'image', text: '' }))).toBe('Picture');
  expect(text(said({ kind: 'image', text: '', pictures: 5 }))).toBe('5 pictures');
  expect(text(said({ kind: 'audio', text: '', voice: true, durationMs: 3000 }))).toBe('Voice message (0:03)');
  expect(text(said({ kind: 'image', text: 'the plan' }))).toBe('Picture: the plan');
  expect(text({ type: 'redacted', sender: igor, mine: false })).toBe('Message deleted');
  expect(text({ type: 'state', change: { what: 'joined', person: anna }, sender: anna, mine: false })).toBe(
    'Anna Sokolova joined the chat',
  );
});

test('typing comes before a draft, and a draft before the last message', () => {
  const room = summary('a', { preview: said(), hasDraft: true, typing: [anna] });
  expect(previewLine(t, room, false)).toEqual({ text: 'Anna is typing…', tone: 'typing' });
  expect(previewLine(t, { ...room, typing: [] }, false).tone).toBe('draft');
  expect(previewLine(t, { ...room, typing: [] }, true).tone).toBeUndefined();
});

test('several people who type are counted', () => {
  expect(typingText(t, [anna, igor])).toBe('Anna and Igor are typing…');
  expect(typingText(t, [anna, igor, anna])).toBe('3 people are typing…');
});

test('the given name is the second word of three', () => {
  expect(shortName('Petrov Igor Sergeevich')).toBe('Igor');
  expect(shortName('Anna Sokolova')).toBe('Anna');
});
