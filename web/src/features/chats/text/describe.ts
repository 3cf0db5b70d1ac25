// SPDX-License-Identifier: EUPL-1.2
// A message as one sentence, for the name of its row and for announcements.
import type { TFunction } from 'i18next';
import type { MessageItem, StateItem, TimelineItem } from '@/engine/rpc/protocol';
import { formatTime } from '@/shared/dates';
import { isLockedRun, isRun } from '../timeline/runs';
import { stateText } from './stateText';

type T = TFunction<'chats'>;

export function messageWords(t: T, { content }: Pick<MessageItem, 'content'>): string {
  const { kind, text, attachment } = content;
  if (kind === 'poll') return `${t('preview.poll')}: ${text}`;
  if (!attachment) return kind === 'location' ? t('preview.location') : text || t('preview.unknown');
  const what = kind === 'file' ? t('preview.file') : t(`preview.${kind as 'image' | 'video' | 'audio'}`);
  return [`${what}: ${attachment.name}`, text].filter(Boolean).join('. ');
}

function body(t: T, item: TimelineItem): string {
  switch (item.type) {
    case 'message':
      return messageWords(t, item);
    case 'redacted':
      return t('preview.redacted');
    case 'undecryptable':
      return isLockedRun(item) ? t(`lockedRun.${item.cause}`, { count: item.run.length }) : t('preview.undecryptable');
    default:
      return changeWords(t, item);
  }
}

function changeWords(t: T, item: StateItem): string {
  const sentence = stateText(t, item.change, item.sender);
  return isRun(item) ? t('state.run', { sentence, count: item.run.length - 1 }) : sentence;
}

/** Who, when, what, and what else there is to know. */
export function describeItem(t: T, item: TimelineItem): string {
  if (item.type === 'state') return `${body(t, item)}, ${formatTime(item.at)}`;
  const parts = [`${item.mine ? t('message.you') : item.sender.name}, ${formatTime(item.at)}`, body(t, item)];
  if (item.type === 'message') parts.push(...marks(t, item));
  return parts.join('. ');
}

function marks(t: T, item: MessageItem): string[] {
  const reactions = item.reactions.reduce((sum, { count }) => sum + count, 0);
  return [
    item.reply?.sender ? t('message.replyTo', { name: item.reply.sender.name }) : '',
    item.edited ? t('message.edited') : '',
    reactions > 0 ? t('message.reactions', { count: reactions }) : '',
    item.send.state === 'failed' ? t('send.failed') : '',
    item.send.state === 'queued' ? t('send.queued') : '',
  ].filter(Boolean);
}

export function describeArrival(t: T, item: TimelineItem): string {
  return `${item.sender.name}: ${body(t, item)}`;
}
