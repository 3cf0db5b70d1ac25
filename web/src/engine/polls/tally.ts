// SPDX-License-Identifier: EUPL-1.2
// Counts the votes of a poll by the rules of MSC3381: the last valid vote of each person before the end.
import type { PollStart } from './content';

export interface Vote {
  sender: string;
  at: number;
  answers: string[];
}

export interface Tally {
  /** Person to their chosen answers. */
  votes: ReadonlyMap<string, readonly string[]>;
  byAnswer: ReadonlyMap<string, readonly string[]>;
}

export function tally(start: PollStart, votes: readonly Vote[], endedAt: number | null): Tally {
  const valid = new Set(start.answers.map(({ id }) => id));
  const last = new Map<string, Vote>();
  for (const vote of votes) {
    if (endedAt !== null && vote.at > endedAt) continue;
    const before = last.get(vote.sender);
    if (!before || before.at <= vote.at) last.set(vote.sender, vote);
  }
  const chosen = new Map<string, readonly string[]>();
  for (const { sender, answers } of last.values()) {
    const counted = [...new Set(answers)].slice(0, start.most);
    // One unknown answer spoils the vote.
    if (counted.length > 0 && counted.every((id) => valid.has(id))) chosen.set(sender, counted);
  }
  const byAnswer = new Map(
    start.answers.map(({ id }) => [id, [...chosen].filter(([, ids]) => ids.includes(id)).map(([sender]) => sender)]),
  );
  return { votes: chosen, byAnswer };
}
