// SPDX-License-Identifier: EUPL-1.2
// Chooses one chat or several to forward messages to, and warns before something leaves the encryption.
import { IconCheck, IconSearchOff } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageItem, RoomDetails, RoomSummary } from '@/engine/rpc/protocol';
import { useAvatarUrl, useEngine, useRoomList } from '@/engine/rpc/react';
import { errorText } from '@/shared/errors';
import { Avatar, Banner, Button, Dialog, EmptyState, List, ListRow, SearchField, showToast, TextField } from '@/ui';
import { messagesOf } from '../media/gallery';
import { messageWords } from '../text/describe';
import styles from './Forward.module.css';
import { matchChats } from './match';
import { SavedFace } from './SavedFace';

interface ForwardDialogProps {
  room: RoomDetails;
  item: MessageItem;
  onClose(): void;
}

export function ForwardDialog({ room, item, onClose }: ForwardDialogProps) {
  const { t } = useTranslation('compose');
  const { t: chats } = useTranslation('chats');
  const { value } = useRoomList();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [comment, setComment] = useState('');
  const { forward, pending } = useForward(room.roomId, item, onClose);
  const rooms = value?.rooms ?? [];
  const found = useMemo(() => matchChats(rooms, typed), [rooms, typed]);
  const open = rooms.filter(({ roomId, encrypted }) => !encrypted && chosen.includes(roomId));
  const toggle = (roomId: string) =>
    setChosen((now) => (now.includes(roomId) ? now.filter((known) => known !== roomId) : [...now, roomId]));
  return (
    <Dialog
      title={t('forward.title')}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{chats('cancel')}</Button>
          <Button
            variant="primary"
            isDisabled={chosen.length === 0}
            isPending={pending}
            onPress={() =>
              void forward(
                rooms.filter(({ roomId }) => chosen.includes(roomId)),
                comment,
              )
            }
          >
            {chosen.length > 0 ? t('forward.send', { count: chosen.length }) : t('forward.title')}
          </Button>
        </>
      }
    >
      <div className={styles.picker}>
        <SearchField label={t('forward.search')} value={typed} onChange={setTyped} autoFocus />
        {room.encryption.enabled && open.length > 0 && (
          <Banner tone="warn" boxed>
            {t('forward.open', { names: open.map(({ name }) => name).join(', ') })}
          </Banner>
        )}
        <Results rooms={found} chosen={chosen} onToggle={toggle} />
        <Sample item={item} />
        <TextField label={t('forward.comment')} value={comment} onChange={setComment} rows={2} maxLength={2000} />
      </div>
    </Dialog>
  );
}

/** What is about to be sent. */
function Sample({ item }: { item: MessageItem }) {
  const { t } = useTranslation('chats');
  const { length } = messagesOf(item);
  const words = length > 1 ? t('preview.pictures', { count: length }) : messageWords(t, item);
  return (
    <blockquote className={styles.sample}>
      <strong>{item.sender.name}</strong>
      <span>{words}</span>
    </blockquote>
  );
}

interface ResultsProps {
  rooms: RoomSummary[];
  chosen: readonly string[];
  onToggle(roomId: string): void;
}

function Results({ rooms, chosen, onToggle }: ResultsProps) {
  const { t } = useTranslation('compose');
  if (rooms.length === 0) return <EmptyState icon={IconSearchOff} title={t('forward.nobody')} />;
  return (
    <div className={styles.results}>
      <List
        aria-label={t('forward.results')}
        items={rooms.map((room) => ({ ...room, id: room.roomId }))}
        dependencies={[chosen]}
        onAction={(key) => onToggle(String(key))}
      >
        {(room) => <ChatChoice id={room.roomId} room={room} isChosen={chosen.includes(room.roomId)} />}
      </List>
    </div>
  );
}

function ChatChoice({ id, room, isChosen }: { id: string; room: RoomSummary; isChosen: boolean }) {
  const { t } = useTranslation('compose');
  const { t: chats } = useTranslation('chats');
  const url = useAvatarUrl(room.avatar, 40);
  const name = room.saved ? t('saved.title') : room.name;
  const hint = room.saved ? t('saved.hint') : chats(room.encrypted ? 'room.encrypted' : 'room.notEncrypted');
  return (
    <ListRow
      id={id}
      textValue={isChosen ? t('forward.isChosen', { name }) : name}
      leading={
        room.saved ? (
          <SavedFace />
        ) : (
          <Avatar name={name} url={url} size={40} shape={room.kind === 'direct' ? 'person' : 'room'} />
        )
      }
      title={name}
      subtitle={hint}
      trailing={isChosen && <IconCheck size={20} className={styles.check} aria-label={t('forward.chosen')} />}
    />
  );
}

function useForward(roomId: string, item: MessageItem, onDone: () => void) {
  const { t } = useTranslation('compose');
  const engine = useEngine();
  const [pending, setPending] = useState(false);
  const forward = async (to: readonly RoomSummary[], comment: string) => {
    setPending(true);
    const eventIds = messagesOf(item).flatMap(({ eventId }) => eventId ?? []);
    try {
      const { failed } = await engine.call('messages.forward', { roomId, eventIds, to: to.map((room) => room.roomId) });
      const reached = to.filter((room) => !failed.some((one) => one.roomId === room.roomId));
      const text = comment.trim();
      if (text) for (const room of reached) await engine.call('messages.sendText', { roomId: room.roomId, text });
      const names = to.filter((room) => failed.some((one) => one.roomId === room.roomId)).map(({ name }) => name);
      if (names.length > 0) showToast({ text: t('forward.failed', { names: names.join(', ') }), tone: 'bad' });
      else showToast({ text: t('forward.done', { count: to.length }), tone: 'ok' });
      onDone();
    } catch (error) {
      showToast({ text: errorText(error), tone: 'bad' });
      setPending(false);
    }
  };
  return { forward, pending };
}
