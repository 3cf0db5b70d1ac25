// SPDX-License-Identifier: EUPL-1.2
// What a timeline and the message field below it tell each other.
import { useCallback, useMemo, useRef, useState } from 'react';
import type { MessageItem, TimelineItem } from '@/engine/rpc/protocol';
import type { ComposerHandle } from '../composer/Composer';
import type { ComposerMode } from '../composer/mode';

export function useConversation() {
  const composer = useRef<ComposerHandle>(null);
  const [mode, setMode] = useState<ComposerMode>(null);
  const items = useRef<readonly TimelineItem[]>([]);
  const focusComposer = useCallback(() => composer.current?.focus(), []);
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
      onEditLast: () => {
        const last = items.current.findLast((item) => item.type === 'message' && item.mine && item.can.edit);
        if (last?.type === 'message') setMode({ type: 'edit', item: last });
      },
      onModeEnd: () => setMode(null),
    }),
    [focusComposer],
  );
  return { composer, mode, focusComposer, ...callbacks };
}
