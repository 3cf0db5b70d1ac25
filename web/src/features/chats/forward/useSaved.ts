// SPDX-License-Identifier: EUPL-1.2
// Saved messages: opens their chat, made at the first use, and puts copies of messages into it.
import { useTranslation } from 'react-i18next';
import { useEngine } from '@/engine/rpc/react';
import { errorText } from '@/shared/errors';
import { showToast } from '@/ui';
import { useChatsNavigation } from '../address';

export function useSaved() {
  const { t } = useTranslation('compose');
  const engine = useEngine();
  const { openChat } = useChatsNavigation();
  const name = t('saved.title');
  const failed = (error: unknown) => void showToast({ text: errorText(error), tone: 'bad' });
  return {
    open: () => void engine.call('saved.open', { name }).then(({ roomId }) => openChat(roomId), failed),
    keep: (roomId: string, eventIds: string[]) =>
      void engine.call('saved.add', { roomId, eventIds, name }).then(
        (saved) =>
          void showToast({
            text: t('saved.done'),
            tone: 'ok',
            action: { label: t('saved.show'), run: () => openChat(saved.roomId) },
          }),
        failed,
      ),
  };
}
