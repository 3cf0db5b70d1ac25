// SPDX-License-Identifier: EUPL-1.2
// The right pane with one thread: its messages and a message field of its own; on a phone the whole screen.
import { IconList } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { RoomDetails } from '@/engine/rpc/protocol';
import { useRoom } from '@/engine/rpc/react';
import { errorCode, errorText } from '@/shared/errors';
import { Aside, ErrorState, IconButton } from '@/ui';
import { useChatsAddress, useChatsNavigation } from '../address';
import { Composer } from '../composer/Composer';
import { DropArea } from '../composer/DropArea';
import { TypingLine } from '../room/TypingLine';
import { useConversation } from '../room/useConversation';
import { useSteadyRoom } from '../steady';
import { OpeningSkeleton } from '../timeline/OpeningSkeleton';
import { Timeline } from '../timeline/Timeline';

interface ThreadPaneProps {
  roomId: string;
  threadId: string;
  onClose(): void;
}

export function ThreadPane({ roomId, threadId, onClose }: ThreadPaneProps) {
  const { t } = useTranslation('conversation');
  const { setPanel } = useChatsNavigation();
  const { value, error } = useRoom(roomId);
  const room = useSteadyRoom(value);
  return (
    <Aside
      title={t('thread.title')}
      onClose={onClose}
      actions={<IconButton label={t('threads.all')} icon={IconList} onPress={() => setPanel('threads')} />}
    >
      {room && <Thread room={room} threadId={threadId} />}
      {!room && !error && <OpeningSkeleton />}
      {!room && error && (
        <ErrorState title={t('thread.failed')} code={errorCode(error)}>
          {errorText(error)}
        </ErrorState>
      )}
    </Aside>
  );
}

function Thread({ room, threadId }: { room: RoomDetails; threadId: string }) {
  const { at } = useChatsAddress();
  const { composer, mode, focusComposer, onReply, onEdit, onItems, onEditLast, onModeEnd } = useConversation();
  return (
    <DropArea isDisabled={!room.myRights.reply} onFiles={(files) => composer.current?.addFiles(files)}>
      <Timeline
        roomId={room.roomId}
        room={room}
        threadId={threadId}
        at={at}
        onReply={onReply}
        onEdit={onEdit}
        onItems={onItems}
        onLeave={focusComposer}
      />
      <TypingLine roomId={room.roomId} />
      <Composer
        ref={composer}
        room={room}
        threadId={threadId}
        mode={mode}
        onModeEnd={onModeEnd}
        onEditLast={onEditLast}
      />
    </DropArea>
  );
}
