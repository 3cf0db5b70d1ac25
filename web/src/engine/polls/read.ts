// SPDX-License-Identifier: EUPL-1.2
// Makes the view model of a poll from its first event and everything that refers to it.
import type { MatrixEvent, Room } from 'matrix-js-sdk';
import { memberProfile } from '../rooms/profiles';
import type { Poll, PollAnswer } from '../rpc/models';
import { POLL_ENDS, POLL_RESPONSES, type PollStart, readVote } from './content';
import { type Tally, tally, type Vote } from './tally';

export interface PollFacts {
  room: Room;
  me: string;
  start: PollStart;
  eventId: string;
  author: string;
  /** A vote of one's own that is still in the queue. */
  pending: string[] | null;
  counted: boolean;
  mayWrite: boolean;
}

const VOTERS = 200;

export function readPoll(facts: PollFacts): Poll {
  const { room, me, start, eventId, author, pending, mayWrite } = facts;
  const endedAt = endOf(room, eventId, author);
  const ended = endedAt !== null;
  const counted = tally(start, votesOf(room, eventId, pending, me), endedAt);
  return {
    question: start.question,
    disclosed: start.disclosed,
    most: start.most,
    answers: start.answers.map((answer) => answerOf(facts, answer, counted, ended)),
    voters: counted.votes.size,
    ended,
    counted: facts.counted,
    canVote: mayWrite && !ended,
    canEnd: mayWrite && !ended && mayEnd(room, me, author),
  };
}

function answerOf(
  { room, me, start }: PollFacts,
  answer: { id: string; text: string },
  counted: Tally,
  ended: boolean,
): PollAnswer {
  const voters = counted.byAnswer.get(answer.id) ?? [];
  const most = Math.max(...[...counted.byAnswer.values()].map(({ length }) => length));
  const shown = start.disclosed || ended;
  return {
    id: answer.id,
    text: answer.text,
    count: shown ? voters.length : null,
    voters: start.disclosed ? voters.slice(0, VOTERS).map((userId) => memberProfile(room, userId)) : [],
    mine: counted.votes.get(me)?.includes(answer.id) ?? false,
    leads: ended && voters.length > 0 && voters.length === most,
  };
}

function referring(room: Room, eventId: string, types: readonly string[]): MatrixEvent[] {
  return types
    .flatMap((type) => room.relations.getChildEventsForEvent(eventId, 'm.reference', type)?.getRelations() ?? [])
    .filter((event) => !event.isRedacted());
}

function votesOf(room: Room, eventId: string, pending: string[] | null, me: string): Vote[] {
  const votes = referring(room, eventId, POLL_RESPONSES).flatMap((event) => {
    const answers = readVote(event.getContent());
    return answers ? [{ sender: event.getSender() ?? '', at: event.getTs(), answers }] : [];
  });
  return pending ? [...votes, { sender: me, at: Date.now(), answers: pending }] : votes;
}

/** The first end by somebody who may end it. */
function endOf(room: Room, eventId: string, author: string): number | null {
  const ends = referring(room, eventId, POLL_ENDS).filter((event) => mayEnd(room, event.getSender() ?? '', author));
  return ends.length > 0 ? Math.min(...ends.map((event) => event.getTs())) : null;
}

function mayEnd(room: Room, userId: string, author: string): boolean {
  if (userId === author) return true;
  return room.currentState.hasSufficientPowerLevelFor('redact', room.getMember(userId)?.powerLevel ?? 0);
}
