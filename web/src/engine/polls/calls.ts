// SPDX-License-Identifier: EUPL-1.2
// Calls on polls: make one, vote, end it; all of them wait in the queue without a connection.
import type { Outbox } from '../outbox/outbox';
import { EngineError } from '../rpc/errors';
import type { NewPoll } from '../rpc/models';
import type { Handlers } from '../rpc/server';
import type { Session } from '../session';
import { inThread } from '../threads/relation';
import type { Threads } from '../threads/threads';
import { MOST_ANSWERS, POLL_ENDS, POLL_RESPONSES, POLL_START, pollEnd, pollStart, pollVote } from './content';

type PollCalls = Pick<Handlers, 'polls.create' | 'polls.vote' | 'polls.end'>;

export function pollCalls(session: Session, outbox: Outbox, threads: Threads): PollCalls {
  return {
    'polls.create': async (params) => ({ key: await create(session, outbox, threads, params) }),
    'polls.vote': async ({ roomId, eventId, answers }) => {
      await outbox.add({ roomId, type: POLL_RESPONSES[0] ?? '', content: pollVote(eventId, answers) });
      return null;
    },
    'polls.end': async ({ roomId, eventId, words }) => {
      await outbox.add({ roomId, type: POLL_ENDS[0] ?? '', content: pollEnd(eventId, words) });
      return null;
    },
  };
}

async function create(session: Session, outbox: Outbox, threads: Threads, params: NewPoll): Promise<string> {
  const { roomId, threadId, answers, question } = params;
  const room = session.client.getRoom(roomId);
  if (!room) throw new EngineError('not_found', 'The person is not in this room.');
  const given = answers.map((answer) => answer.trim()).filter(Boolean);
  if (!question.trim() || given.length < 2 || given.length > MOST_ANSWERS) {
    throw new EngineError('invalid', 'A poll has a question and from two to twenty answers.');
  }
  const content = pollStart({ ...params, question: question.trim(), answers: given });
  const newest = threadId ? (threads.log(room, threadId).replies().at(-1)?.getId() ?? threadId) : '';
  const placed = threadId ? inThread(content, threadId, newest) : content;
  return outbox.add({ roomId, type: POLL_START, content: placed });
}
