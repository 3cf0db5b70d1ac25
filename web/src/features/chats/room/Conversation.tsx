// SPDX-License-Identifier: EUPL-1.2
// One open chat: header, pinned line, messages, who is typing, and the message field.
import { memo, useCallback, useMemo, useRef, useState } from 'react';
import type { MessageItem, RoomDetails, TimelineItem } from '@/engine/rpc/protocol';
import { useShortcut } from '@/shared/shortcuts';
import { useChatsAddress } from '../address';
import { Composer, type ComposerHandle } from '../composer/Composer';
import { DropArea } from '../composer/DropArea';
import type { ComposerMode } from '../composer/mode';
import { Timeline } from '../timeline/Timeline';
import { useViewFocus } from '../timeline/useReading';
import { RoomHeader } from './RoomHeader';
import { RoomStrips } from './RoomStrips';
import { TypingLine } from './TypingLine';

/** Drawn anew only when the chat itself changes, not with every message of any chat. */
export const Conversation = memo(function Conversation({ room }: { room: RoomDetails }) {
  const { at } = useChatsAddress();
  useViewFocus(room.roomId);
  const composer = useRef<ComposerHandle>(null);
  const [mode, setMode] = useState<ComposerMode>(null);
  const items = useRef<readonly TimelineItem[]>([]);
  const focusComposer = useCallback(() => composer.current?.focus(), []);
  useShortcut('composer', focusComposer);
  const callbacks = useMemo(
    () => ({
      onReply: (item: MessageItem) => {
        setMode({ type: 'reply', item });
        focusComposer();
      },
      onEdit: (item: MessageItem) => setMode({ type: 'edit', item }),
      onItems: (now: readonly TimelineItem[]) => {
        items.current = now;
      },
      editLast: () => {
        const last = items.current.findLast((item) => item.type === 'message' && item.mine && item.can.edit);
        if (last?.type === 'message') setMode({ type: 'edit', item: last });
      },
    }),
    [focusComposer],
  );
  const endMode = useCallback(() => setMode(null), []);
  return (
    <DropArea isDisabled={!room.myRights.sendFiles} onFiles={(files) => composer.current?.addFiles(files)}>
      <RoomHeader room={room} />
      <RoomStrips room={room} />
      <Timeline
        roomId={room.roomId}
        room={room}
        at={at}
        onReply={callbacks.onReply}
        onEdit={callbacks.onEdit}
        onItems={callbacks.onItems}
        onLeave={focusComposer}
      />
      <TypingLine roomId={room.roomId} />
      <Composer ref={composer} room={room} mode={mode} onModeEnd={endMode} onEditLast={callbacks.editLast} />
    </DropArea>
  );
});
