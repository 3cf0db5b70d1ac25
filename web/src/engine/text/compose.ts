// SPDX-License-Identifier: EUPL-1.2
// Makes the content of a message from what the person typed.
import type { EventContent } from '../outbox/record';
import type { RichNode, SendText } from '../rpc/models';
import { fromHtml } from './html';
import type { Mention } from './inline';
import { fromMarkdown } from './markdown';
import { isPlain, toHtml } from './write';

type Typed = Pick<SendText, 'text' | 'rich' | 'mentions' | 'mentionsEveryone' | 'emote'>;

/** Without relation; `m.mentions` is always present so that servers do not guess from names. */
export function textContent(typed: Typed): EventContent {
  const mentions = mentionsOf(typed);
  const tree = typed.rich ?? fromMarkdown(typed.text, mentions);
  const content: EventContent = { msgtype: typed.emote ? 'm.emote' : 'm.text', body: typed.text };
  if (!isPlain(tree)) {
    const [only] = tree;
    const nodes = tree.length === 1 && only?.type === 'paragraph' ? only.children : tree;
    Object.assign(content, { format: 'org.matrix.custom.html', formatted_body: toHtml(nodes) });
  }
  content['m.mentions'] = mentionField(typed);
  return content;
}

function mentionsOf(typed: Typed): Mention[] {
  const people: Mention[] = typed.mentions ?? [];
  return typed.mentionsEveryone ? [...people, { userId: null, name: 'room' }] : people;
}

function mentionField({ mentions = [], mentionsEveryone }: Typed): EventContent {
  const field: EventContent = {};
  if (mentions.length > 0) field.user_ids = [...new Set(mentions.map(({ userId }) => userId))];
  if (mentionsEveryone) field.room = true;
  return field;
}

/**
 * An edited message knows its teams by name only. As long as one stands in the text, those whom the version before
 * mentioned without naming them stay mentioned.
 */
export function withTeamMembers<T extends Typed>(typed: T, before: EventContent): T {
  if (!mentionsOfTree(typed.rich ?? []).some((node) => node.kind === 'team' && !node.members?.length)) return typed;
  const { user_ids: users = [] } = mentionsIn(before);
  const html = typeof before.formatted_body === 'string' ? before.formatted_body : '';
  const named = new Set(mentionsOfTree(fromHtml(html, '')).map(({ id }) => id));
  const people = users.filter((userId) => !named.has(userId)).map((userId) => ({ userId, name: userId }));
  return { ...typed, mentions: [...(typed.mentions ?? []), ...people] };
}

type MentionNode = Extract<RichNode, { type: 'mention' }>;

function mentionsOfTree(nodes: readonly RichNode[]): MentionNode[] {
  return nodes.flatMap((node) => {
    if (node.type === 'mention') return [node];
    return 'children' in node ? mentionsOfTree(node.children) : [];
  });
}

/** A reply also mentions the author of what is replied to. */
export function withReply(
  content: EventContent,
  eventId: string,
  author: string | undefined,
  me: string,
): EventContent {
  const mentions = mentionsIn(content);
  const users = new Set([...(mentions.user_ids ?? []), ...(author && author !== me ? [author] : [])]);
  const field = users.size > 0 ? { ...mentions, user_ids: [...users] } : mentions;
  return { ...content, 'm.mentions': field, 'm.relates_to': { 'm.in_reply_to': { event_id: eventId } } };
}

interface Mentions {
  user_ids?: string[];
  room?: boolean;
}

const mentionsIn = (content: EventContent): Mentions => (content['m.mentions'] ?? {}) as Mentions;

/** An edit mentions only those whom no version before did, so that nobody is notified twice: of `@room`, everybody was. */
function newMentions(content: EventContent, before: EventContent[]): Mentions {
  const known = before.map(mentionsIn);
  if (known.some(({ room }) => room)) return {};
  const { user_ids: users = [], room } = mentionsIn(content);
  const fresh = users.filter((userId) => !known.some(({ user_ids: told = [] }) => told.includes(userId)));
  return { ...(fresh.length > 0 ? { user_ids: fresh } : {}), ...(room ? { room } : {}) };
}

/** `before` are the versions that readers have had. */
export function asEdit(content: EventContent, eventId: string, before: EventContent[]): EventContent {
  return {
    ...content,
    body: `* ${String(content.body)}`,
    ...(typeof content.formatted_body === 'string' ? { formatted_body: `* ${content.formatted_body}` } : {}),
    'm.mentions': newMentions(content, before),
    'm.new_content': content,
    'm.relates_to': { rel_type: 'm.replace', event_id: eventId },
  };
}
