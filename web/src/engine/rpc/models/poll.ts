// SPDX-License-Identifier: EUPL-1.2
// View models of polls.
import type { Profile } from './engine';

export interface PollAnswer {
  id: string;
  text: string;
  /** Null while the results are hidden. */
  count: number | null;
  voters: Profile[];
  mine: boolean;
  /** Has the most votes of an ended poll. */
  leads: boolean;
}

export interface Poll {
  question: string;
  /** Everybody sees who chose what; else only numbers, and only after the end. */
  disclosed: boolean;
  /** How many answers one person may choose. */
  most: number;
  answers: PollAnswer[];
  voters: number;
  ended: boolean;
  /** False while votes are still being fetched. */
  counted: boolean;
  canVote: boolean;
  canEnd: boolean;
}

export interface NewPoll {
  roomId: string;
  threadId?: string;
  question: string;
  answers: string[];
  disclosed: boolean;
  most: number;
}
