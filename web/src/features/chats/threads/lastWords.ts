// SPDX-License-Identifier: EUPL-1.2
// The newest answer of a thread in one line: who and what.
import { useTranslation } from 'react-i18next';
import type { ThreadSummary } from '@/engine/rpc/protocol';
import { shortName } from '../text/preview';

export function useLastWords({ last }: ThreadSummary): string {
  const { t } = useTranslation('chats');
  const name = shortName(last.sender.name);
  const { kind, text } = last;
  if (kind === null) return `${name}: …`;
  if (kind === 'poll') return `${name}: ${t('preview.poll')}: ${text}`;
  if (kind === 'image' || kind === 'video' || kind === 'audio' || kind === 'file') {
    return `${name}: ${[t(`preview.${kind}`), text].filter(Boolean).join(': ')}`;
  }
  return `${name}: ${text || t(kind === 'location' ? 'preview.location' : 'preview.unknown')}`;
}
