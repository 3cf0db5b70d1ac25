// SPDX-License-Identifier: EUPL-1.2
// What stands in the form of a new poll, and what a click on an answer means.
import type { Poll } from '@/engine/rpc/protocol';

export const MOST_ANSWERS = 20;

export function givenAnswers(answers: readonly string[]): string[] {
  return answers.map((answer) => answer.trim()).filter(Boolean);
}

export function hasTwins(answers: readonly string[]): boolean {
  return new Set(answers.map((answer) => answer.toLocaleLowerCase())).size < answers.length;
}

/** The vote after pressing an answer: another one instead, or one more or less of several. */
export function voteAfter(poll: Pick<Poll, 'answers' | 'most'>, pressed: string): string[] {
  const mine = poll.answers.filter((answer) => answer.mine).map(({ id }) => id);
  if (mine.includes(pressed)) return mine.filter((id) => id !== pressed);
  if (poll.most === 1) return [pressed];
  return mine.length < poll.most ? [...mine, pressed] : mine;
}

/** The part of all voters in per cent. */
export function share(count: number, voters: number): number {
  return voters > 0 ? Math.round((count / voters) * 100) : 0;
}
