// SPDX-License-Identifier: EUPL-1.2
// A location as words and coordinates: no map is asked of a foreign service.
import { useTranslation } from 'react-i18next';
import type { MessageContent } from '@/engine/rpc/protocol';
import { showToast } from '@/ui';
import { TextButton } from './SendMark';

export function PlaceText({ content: { place, text } }: { content: MessageContent }) {
  const { t } = useTranslation('conversation');
  if (!place) return <em>{text || t('place.unknown')}</em>;
  const copy = () => void navigator.clipboard.writeText(place).then(() => showToast({ text: t('place.copied') }));
  return (
    <span>
      {t('place.text', { place })} <TextButton onPress={copy}>{t('place.copy')}</TextButton>
    </span>
  );
}
