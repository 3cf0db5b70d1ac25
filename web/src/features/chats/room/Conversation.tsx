// SPDX-License-Identifier: EUPL-1.2
// One open chat: header, pinned line, messages, who is typing, and the message field.
import { memo } from 'react';
import type { RoomDetails } from '@/engine/rpc/protocol';
import { useShortcut } from '@/shared/shortcuts';
import { useChatsAddress } from '../address';
import { Composer } from '../composer/Composer';
import { DropArea } from '../composer/DropArea';
import { Timeline } from '../timeline/Timeline';
import { useViewFocus } from '../timeline/useReading';
import { RoomHeader } from './RoomHeader';
import { RoomStrips } from './RoomStrips';
import { TypingLine } from './TypingLine';
import { useConversation } from './useConversation';

/** Drawn anew only when the chat itself changes, not with every message of any chat. */
export const Conversation = memo(function Conversation({ room }: { room: RoomDetails }) {
  const { at, threadId } = useChatsAddress();
  useViewFocus(room.roomId);
  const { composer, mode, focusComposer, onReply, onEdit, onItems, onEditLast, onModeEnd } = useConversation();
  useShortcut('composer', focusComposer);
  return (
    <DropArea isDisabled={!room.myRights.sendFiles} onFiles={(files) => composer.current?.addFiles(files)}>
      <RoomHeader room={room} />
      <RoomStrips room={room} />
      <Timeline
        roomId={room.roomId}
        room={room}
        at={threadId ? undefined : at}
        onReply={onReply}
        onEdit={onEdit}
        onItems={onItems}
        onLeave={focusComposer}
      />
      <TypingLine roomId={room.roomId} />
      <Composer ref={composer} room={room} mode={mode} onModeEnd={onModeEnd} onEditLast={onEditLast} />
    </DropArea>
  );
});
