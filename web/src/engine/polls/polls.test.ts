// SPDX-License-Identifier: EUPL-1.2
// Polls are read in both of their spellings and counted by the rules of MSC3381.
import { describe, expect, it } from 'vitest';
import { POLL_START, type PollStart, pollEnd, pollStart, pollVote, readPollStart, readVote } from './content';
import { tally, type Vote } from './tally';

const start = (changes: Partial<PollStart> = {}): PollStart => ({
  question: 'When?',
  disclosed: true,
  most: 1,
  answers: ['a', 'b', 'c'].map((id) => ({ id, text: id })),
  ...changes,
});
const vote = (sender: string, at: number, ...answers: string[]): Vote => ({ sender, at, answers });

describe('reading', () => {
  it('takes back what it wrote', () => {
    const written = pollStart({ question: 'When?', answers: ['Mon', 'Tue'], disclosed: false, most: 2 });
    expect(readPollStart(written)).toEqual({
      question: 'When?',
      disclosed: false,
      most: 2,
      answers: [
        { id: '1', text: 'Mon' },
        { id: '2', text: 'Tue' },
      ],
    });
    expect(readVote(pollVote('$poll', ['2']))).toEqual(['2']);
    expect(readVote(pollEnd('$poll', 'over'))).toBeNull();
  });

  it('understands the names of the finished proposal', () => {
    const stable = {
      'm.poll': {
        kind: 'm.poll.disclosed',
        question: { 'm.text': [{ body: 'When?' }] },
        answers: [{ 'm.id': 'x', 'm.text': [{ body: 'Now' }] }],
      },
    };
    expect(readPollStart(stable)).toEqual({
      question: 'When?',
      disclosed: true,
      most: 1,
      answers: [{ id: 'x', text: 'Now' }],
    });
    expect(readVote({ 'm.selections': ['x'] })).toEqual(['x']);
  });

  it('refuses what is no poll', () => {
    expect(readPollStart({})).toBeNull();
    expect(readPollStart({ [POLL_START]: { question: { body: 'x' }, answers: [] } })).toBeNull();
    expect(readPollStart({ [POLL_START]: { question: {}, answers: [{ id: '1' }] } })).toBeNull();
  });
});

describe('counting', () => {
  it('counts the last vote of each person', () => {
    const { byAnswer, votes } = tally(start(), [vote('@x', 1, 'a'), vote('@x', 3, 'b'), vote('@y', 2, 'a')], null);
    expect(byAnswer.get('a')).toEqual(['@y']);
    expect(byAnswer.get('b')).toEqual(['@x']);
    expect(votes.size).toBe(2);
  });

  it('lets a vote be taken back, and spoils one with an unknown answer', () => {
    const { votes } = tally(start(), [vote('@x', 1, 'a'), vote('@x', 2), vote('@y', 1, 'nonsense')], null);
    expect(votes.size).toBe(0);
  });

  it('takes no more answers than may be chosen', () => {
    const { votes } = tally(start({ most: 2 }), [vote('@x', 1, 'a', 'b', 'c')], null);
    expect(votes.get('@x')).toEqual(['a', 'b']);
  });

  it('ignores votes after the end, so that an earlier one counts', () => {
    const { byAnswer } = tally(start(), [vote('@x', 1, 'a'), vote('@x', 9, 'b')], 5);
    expect(byAnswer.get('a')).toEqual(['@x']);
    expect(byAnswer.get('b')).toEqual([]);
  });
});
