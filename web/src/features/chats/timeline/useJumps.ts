// SPDX-License-Identifier: EUPL-1.2
// Jumps that the address asks for after the chat was opened.
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { TimelineHandle } from '@/engine/rpc/react';
import { showToast } from '@/ui';
import { useChatsNavigation } from '../address';

export function useJumps({ calls: { jumpTo }, timeline }: TimelineHandle, at: string | undefined): void {
  const { t } = useTranslation('chats');
  const { forgetEvent } = useChatsNavigation();
  useEffect(() => {
    if (!at) return;
    jumpTo(at).catch(() => showToast({ text: t('timeline.notFound'), tone: 'bad' }));
  }, [at, jumpTo, t]);
  const focused = timeline?.focus?.eventId;
  useEffect(() => {
    // The address names the message only until it is shown; a reload then opens the newest ones.
    if (focused) forgetEvent();
  }, [focused, forgetEvent]);
}
