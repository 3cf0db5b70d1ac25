// SPDX-License-Identifier: EUPL-1.2
// A person's presence in words; nothing when it is not known.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { usePresence } from '@/engine/rpc/react';
import { formatAgo } from '@/shared/dates';

export function usePresenceWords(userId: string | null): string | null {
  const { t } = useTranslation('chats');
  const ids = useMemo(() => (userId ? [userId] : []), [userId]);
  const { value } = usePresence(ids);
  const known = value?.find((person) => person.userId === userId);
  if (!known || known.presence === 'unknown') return null;
  if (known.statusText) return known.statusText;
  if (known.presence === 'offline') {
    return known.lastActive ? t('presence.seen', { ago: formatAgo(known.lastActive) }) : t('presence.offline');
  }
  return t(`presence.${known.presence}`);
}
