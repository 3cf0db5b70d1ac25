// SPDX-License-Identifier: EUPL-1.2
// The second line of a chat in the list: who is typing, a draft, or the last message in words.
import type { TFunction } from 'i18next';
import type { MessagePreview, Preview, Profile, RoomSummary } from '@/engine/rpc/protocol';
import { formatDuration } from '@/shared/dates';
import { stateText } from './stateText';

type T = TFunction<'chats'>;

export interface PreviewLine {
  text: string;
  /** Drawn apart from the text: "You:", a name. */
  before?: string;
  tone?: 'typing' | 'draft' | 'quiet';
  /** Not sent yet. */
  waiting?: true;
}

export function previewLine(t: T, room: RoomSummary, isOpen: boolean): PreviewLine {
  if (room.typing.length > 0) return { text: typingText(t, room.typing, room.kind === 'direct'), tone: 'typing' };
  const { preview } = room;
  if (room.hasDraft && !isOpen) return { before: t('preview.draft'), text: room.draft, tone: 'draft' };
  if (!preview) return { text: t('preview.none'), tone: 'quiet' };
  const text = lastText(t, preview);
  const author = preview.type === 'message' || preview.type === 'undecryptable' ? authorOf(t, preview, room) : '';
  return {
    text,
    ...(author ? { before: author } : {}),
    ...(preview.type === 'message' ? {} : { tone: 'quiet' as const }),
    ...(preview.type === 'message' && preview.waiting ? { waiting: true as const } : {}),
  };
}

function authorOf(t: T, preview: Preview, room: RoomSummary): string {
  if (preview.mine) return t('preview.you');
  return room.kind === 'group' ? `${shortName(preview.sender.name)}:` : '';
}

/** Lists are narrow: the given name of "Surname Given Patronymic" or the first word. */
export function shortName(name: string): string {
  const words = name.trim().split(/\s+/);
  return (words.length >= 3 ? words[1] : words[0]) ?? name;
}

function lastText(t: T, preview: Preview | null): string {
  if (!preview) return '';
  switch (preview.type) {
    case 'state':
      return stateText(t, preview.change, preview.sender);
    case 'redacted':
      return t('preview.redacted');
    case 'undecryptable':
      return t('preview.undecryptable');
    default:
      return messageText(t, preview);
  }
}

function messageText(t: T, { kind, text, fileName, sender, ...sent }: MessagePreview): string {
  const oneLine = text.replaceAll(/\s+/g, ' ').trim();
  switch (kind) {
    case 'audio':
      if (sent.voice) return voiceText(t, sent.durationMs);
      return oneLine ? `${t('preview.audio')}: ${oneLine}` : t('preview.audio');
    case 'image':
      if (sent.pictures > 1) return t('preview.pictures', { count: sent.pictures });
      return oneLine ? `${t('preview.image')}: ${oneLine}` : t('preview.image');
    case 'video':
      return oneLine ? `${t('preview.video')}: ${oneLine}` : t('preview.video');
    case 'file':
      return fileName ?? t('preview.file');
    case 'location':
      return t('preview.location');
    case 'emote':
      return `${shortName(sender.name)} ${oneLine}`;
    case 'poll':
      return `${t('preview.poll')}: ${oneLine}`;
    case 'unknown':
      return t('preview.unknown');
    default:
      return oneLine;
  }
}

function voiceText(t: T, durationMs: number | null): string {
  return durationMs === null ? t('preview.voice') : t('preview.voiceOf', { length: formatDuration(durationMs) });
}

const NAMED = 2;

/** "Igor is typing…", "Igor and Anna are typing…", "5 people are typing…" */
export function typingText(t: T, typing: readonly Profile[], direct = false): string {
  const [first, second] = typing.map(({ name }) => shortName(name));
  if (direct) return t('typing.direct');
  if (typing.length > NAMED) return t('typing.many', { count: typing.length });
  return second ? t('typing.two', { first, second }) : t('typing.one', { name: first });
}
