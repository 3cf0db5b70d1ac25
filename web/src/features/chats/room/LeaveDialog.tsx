// SPDX-License-Identifier: EUPL-1.2
// Asks before leaving a chat and says what leaving means.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomKind } from '@/engine/rpc/protocol';
import { useEngine } from '@/engine/rpc/react';
import { errorText } from '@/shared/errors';
import { Banner, ConfirmDialog } from '@/ui';
import { useChatsAddress, useChatsNavigation } from '../address';
import { lastChat } from '../lastChat';

interface LeaveDialogProps {
  room: { roomId: string; name: string; kind: RoomKind };
  onClose(): void;
}

export function LeaveDialog({ room, onClose }: LeaveDialogProps) {
  const { t } = useTranslation('chats');
  const engine = useEngine();
  const { roomId: open } = useChatsAddress();
  const { openList } = useChatsNavigation();
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const leave = async () => {
    setPending(true);
    try {
      await engine.call('rooms.leave', { roomId: room.roomId });
      if (open === room.roomId) {
        lastChat.forget();
        openList();
      }
      onClose();
    } catch (reason) {
      setError(reason);
      setPending(false);
    }
  };
  return (
    <ConfirmDialog
      title={t('leave.title', { name: room.name })}
      isOpen
      action={t('leave.action')}
      danger
      isPending={pending}
      onConfirm={() => void leave()}
      onClose={onClose}
    >
      <p>{t(room.kind === 'direct' ? 'leave.direct' : 'leave.group')}</p>
      {error !== null && (
        <Banner tone="bad" boxed>
          {errorText(error)}
        </Banner>
      )}
    </ConfirmDialog>
  );
}
