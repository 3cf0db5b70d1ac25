// SPDX-License-Identifier: EUPL-1.2
// The one menu and the one reaction picker of a timeline, opened beside the message they belong to.
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconBookmark,
  IconCopy,
  IconDownload,
  IconEye,
  IconFlag,
  IconHistory,
  IconLink,
  IconMessage2,
  IconMoodSearch,
  IconMoodSmile,
  IconPencil,
  IconPin,
  IconPinnedOff,
  IconTrash,
} from '@tabler/icons-react';
import { lazy, memo, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageItem, RoomDetails, TimelineItem } from '@/engine/rpc/protocol';
import { useEngine } from '@/engine/rpc/react';
import { errorText } from '@/shared/errors';
import { ContextMenu, type IconType, MenuItem, type Point, showToast } from '@/ui';
import { useSaved } from '../forward/useSaved';
import { messagesOf } from '../media/gallery';
import { saveMedia } from '../media/saveMedia';
import { useRoomActions } from '../room/useRoomActions';
import { useTimelineActions } from './actions';
import { type InfoAct, type InfoShown, isInfo } from './info';
import { RedactDialog } from './RedactDialog';
import type { Popups } from './useActions';

const MessageInfo = lazy(() => import('./MessageInfo').then((module) => ({ default: module.MessageInfo })));

const ReactionPicker = lazy(() => import('./ReactionPicker').then((module) => ({ default: module.ReactionPicker })));

const ForwardDialog = lazy(() =>
  import('../forward/ForwardDialog').then((module) => ({ default: module.ForwardDialog })),
);

/** A grid of pictures goes as a whole. */
const eventIdsOf = (item: MessageItem) => messagesOf(item).flatMap(({ eventId }) => eventId ?? []);

/** Drawn anew only when something opens or closes, not with every message. */
export const MessagePopups = memo(function MessagePopups({ popups, room }: { popups: Popups; room: RoomDetails }) {
  const [redacting, setRedacting] = useState<MessageItem | null>(null);
  const [forwarded, setForwarded] = useState<MessageItem | null>(null);
  const [info, setInfo] = useState<InfoShown | null>(null);
  const { reactions } = popups;
  return (
    <>
      <MessageMenu popups={popups} room={room} onRedact={setRedacting} onForward={setForwarded} onInfo={setInfo} />
      <Suspense fallback={null}>
        {info && <MessageInfo shown={info} roomId={room.roomId} onClose={() => setInfo(null)} />}
        {reactions && <ReactionPicker item={reactions.item} at={reactions.at} onClose={popups.closeReactions} />}
        {forwarded && <ForwardDialog room={room} item={forwarded} onClose={() => setForwarded(null)} />}
      </Suspense>
      {redacting && <RedactDialog item={redacting} roomId={room.roomId} onClose={() => setRedacting(null)} />}
    </>
  );
});

type Act =
  | InfoAct
  | 'forward'
  | 'keep'
  | 'react'
  | 'reply'
  | 'thread'
  | 'edit'
  | 'copy'
  | 'link'
  | 'save'
  | 'pin'
  | 'redact'
  | 'discard';

interface Entry {
  id: Act;
  icon: IconType;
  danger?: boolean;
  shown: boolean;
}

const LINK: Entry = { id: 'link', icon: IconLink, shown: true };

/** What may be done with this item, in the order of the menu. */
export function menuOf(item: TimelineItem | undefined, inThread: boolean): Entry[] {
  if (!item || item.type === 'state') return [];
  if (item.type !== 'message') return item.eventId ? [LINK] : [];
  const isSent = item.eventId !== null && item.send.state === 'sent';
  const may = (right: keyof MessageItem['can']) => isSent && item.can[right];
  const entries: Entry[] = [
    { id: 'react', icon: IconMoodSmile, shown: may('react') },
    { id: 'reply', icon: IconArrowBackUp, shown: may('reply') },
    { id: 'thread', icon: IconMessage2, shown: may('thread') && !inThread },
    { id: 'edit', icon: IconPencil, shown: may('edit') },
    { id: 'forward', icon: IconArrowForwardUp, shown: isSent },
    { id: 'keep', icon: IconBookmark, shown: isSent },
    { id: 'copy', icon: IconCopy, shown: item.content.text !== '' },
    { id: 'save', icon: IconDownload, shown: item.content.attachment?.scan === 'clean' },
    { ...LINK, shown: item.eventId !== null },
    { id: 'pin', icon: item.pinned ? IconPinnedOff : IconPin, shown: may('pin') },
    ...aboutOf(item, isSent),
    { id: 'redact', icon: IconTrash, danger: true, shown: may('redact') },
    { id: 'discard', icon: IconTrash, danger: true, shown: waits(item) },
  ];
  return entries.filter(({ shown }) => shown);
}

/** It has not left this device, so it can be taken back without a trace. */
function waits({ send: { state } }: MessageItem): boolean {
  return state === 'queued' || state === 'held' || state === 'failed';
}

function aboutOf(item: MessageItem, isSent: boolean): Entry[] {
  return [
    { id: 'history', icon: IconHistory, shown: isSent && item.edited !== null },
    { id: 'reactions', icon: IconMoodSearch, shown: item.reactions.length > 0 },
    { id: 'readers', icon: IconEye, shown: isSent },
    { id: 'report', icon: IconFlag, shown: isSent && !item.mine },
  ];
}

interface MessageMenuProps {
  popups: Popups;
  room: RoomDetails;
  onRedact(item: MessageItem): void;
  onForward(item: MessageItem): void;
  onInfo(shown: InfoShown): void;
}

function MessageMenu({ popups, room, onRedact, onForward, onInfo }: MessageMenuProps) {
  const { t } = useTranslation(['chats', 'conversation']);
  const act = useMenuActs(room.roomId, { onRedact, onForward, onInfo });
  const { t: compose } = useTranslation('compose');
  const words = (id: Act, message: MessageItem | null) => {
    if (id === 'forward') return compose('forward.action');
    if (id === 'keep') return compose('saved.keep');
    if (id === 'discard') return t('send.discard');
    if (id === 'thread') return t('conversation:thread.reply');
    if (isInfo(id)) return t(`conversation:info.${id}`);
    return t(id === 'pin' && message?.pinned ? 'message.unpin' : `message.${id}`);
  };
  const { menu } = popups;
  const { threadId } = useTimelineActions();
  const entries = menuOf(menu?.item, threadId !== null);
  const message = menu?.item.type === 'message' ? menu.item : null;
  return (
    <ContextMenu
      label={t('message.actions')}
      at={entries.length > 0 ? (menu?.at ?? null) : null}
      onClose={popups.closeMenu}
      onAction={(key) => message && menu && act(key as Act, message, menu.at)}
    >
      {entries.map(({ id, icon, danger }) => (
        <MenuItem key={id} id={id} icon={icon} danger={danger ?? false}>
          {words(id, message)}
        </MenuItem>
      ))}
    </ContextMenu>
  );
}

type Openers = Pick<MessageMenuProps, 'onRedact' | 'onForward' | 'onInfo'>;

function useMenuActs(roomId: string, { onRedact, onForward, onInfo }: Openers) {
  const saved = useSaved();
  const { t } = useTranslation('chats');
  const engine = useEngine();
  const actions = useTimelineActions();
  const { copyLink } = useRoomActions();
  const failed = (error: unknown) => showToast({ text: errorText(error), tone: 'bad' });
  return (act: Act, item: MessageItem, at: Point) => {
    const eventId = item.eventId ?? '';
    const acts: Record<Act, () => void> = {
      react: () => actions.openReactions(item, at),
      reply: () => actions.reply(item),
      thread: () => actions.openThread(eventId),
      edit: () => actions.edit(item),
      forward: () => onForward(item),
      keep: () => saved.keep(roomId, eventIdsOf(item)),
      copy: () =>
        void navigator.clipboard.writeText(item.content.text).then(() => showToast({ text: t('message.copied') })),
      link: () => copyLink(roomId, eventId, actions.threadId),
      save: () => {
        if (item.content.attachment) saveMedia(engine, item.content.attachment).catch(failed);
      },
      pin: () => void engine.call('messages.pin', { roomId, eventId, pinned: !item.pinned }).catch(failed),
      history: () => onInfo({ what: 'history', item }),
      reactions: () => onInfo({ what: 'reactions', item }),
      readers: () => onInfo({ what: 'readers', item }),
      report: () => onInfo({ what: 'report', item }),
      redact: () => onRedact(item),
      discard: () => actions.discard(item.key),
    };
    acts[act]();
  };
}
