// SPDX-License-Identifier: EUPL-1.2
// Poll events as they travel (MSC3381). Written under the names that clients in use understand; both are read.
import type { EventContent } from '../outbox/record';

const UNSTABLE = 'org.matrix.msc3381.poll';
const STABLE = 'm.poll';
const TEXT = 'org.matrix.msc1767.text';

export const POLL_START = `${UNSTABLE}.start`;
export const POLL_RESPONSES = [`${UNSTABLE}.response`, `${STABLE}.response`];
export const POLL_ENDS = [`${UNSTABLE}.end`, `${STABLE}.end`];
/** Clients of the specification read no more. */
export const MOST_ANSWERS = 20;

export interface PollStart {
  question: string;
  disclosed: boolean;
  most: number;
  answers: { id: string; text: string }[];
}

export function isPollStart(type: string): boolean {
  return type === POLL_START || type === `${STABLE}.start`;
}

/** Null when the event is no proper poll. */
export function readPollStart(content: EventContent): PollStart | null {
  const raw = fieldOf(content, 'start');
  if (!raw || !Array.isArray(raw.answers)) return null;
  const answers = raw.answers.slice(0, MOST_ANSWERS).flatMap((entry: unknown) => {
    const { id, 'm.id': stable } = (entry ?? {}) as { id?: unknown; 'm.id'?: unknown };
    const known = id ?? stable;
    return typeof known === 'string' ? [{ id: known, text: textOf(entry) }] : [];
  });
  const question = textOf(raw.question);
  if (answers.length === 0 || !question) return null;
  const most = typeof raw.max_selections === 'number' ? Math.floor(raw.max_selections) : 1;
  const disclosed = raw.kind === `${UNSTABLE}.disclosed` || raw.kind === `${STABLE}.disclosed`;
  return { question, disclosed, most: Math.min(Math.max(most, 1), answers.length), answers };
}

/** The chosen answers; null when this is no vote. */
export function readVote(content: EventContent): string[] | null {
  const stable = content['m.selections'];
  const raw = Array.isArray(stable) ? stable : fieldOf(content, 'response')?.answers;
  return Array.isArray(raw) ? raw.filter((id): id is string => typeof id === 'string') : null;
}

export function pollStart({ question, answers, disclosed, most }: Omit<PollStart, 'answers'> & { answers: string[] }) {
  const listed = answers.map((text, index) => `${index + 1}. ${text}`).join('\n');
  return {
    [POLL_START]: {
      question: { [TEXT]: question, body: question, msgtype: 'm.text' },
      kind: `${UNSTABLE}.${disclosed ? 'disclosed' : 'undisclosed'}`,
      max_selections: most,
      answers: answers.map((text, index) => ({ id: String(index + 1), [TEXT]: text })),
    },
    [TEXT]: `${question}\n${listed}`,
    'm.mentions': {},
  };
}

export function pollVote(eventId: string, answers: string[]): EventContent {
  return { [`${UNSTABLE}.response`]: { answers }, 'm.relates_to': refersTo(eventId) };
}

export function pollEnd(eventId: string, words: string): EventContent {
  return { [`${UNSTABLE}.end`]: {}, [TEXT]: words, 'm.relates_to': refersTo(eventId) };
}

const refersTo = (eventId: string) => ({ rel_type: 'm.reference', event_id: eventId });

function fieldOf(content: EventContent, part: string): Record<string, unknown> | null {
  const found = content[`${UNSTABLE}.${part}`] ?? content[`${STABLE}.${part}`] ?? content[STABLE];
  return typeof found === 'object' && found !== null ? (found as Record<string, unknown>) : null;
}

/** Extensible text in its forms: a string, a list of representations, or the body of a message. */
function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return '';
  const fields = value as Record<string, unknown>;
  const text = fields[TEXT] ?? fields['m.text'] ?? fields.body;
  if (typeof text === 'string') return text;
  if (Array.isArray(text)) return String((text[0] as { body?: unknown } | undefined)?.body ?? '');
  return '';
}
