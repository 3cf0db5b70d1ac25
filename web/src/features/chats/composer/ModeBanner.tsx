// SPDX-License-Identifier: EUPL-1.2
// Above the text: which message is being answered or edited, and the way out.
import { IconArrowBackUp, IconPencil, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/ui';
import { messageWords } from '../text/describe';
import styles from './Composer.module.css';
import type { ComposerMode } from './mode';

export function ModeBanner({ mode, onEnd }: { mode: NonNullable<ComposerMode>; onEnd(): void }) {
  const { t } = useTranslation('chats');
  const { type, item } = mode;
  const Icon = type === 'edit' ? IconPencil : IconArrowBackUp;
  return (
    <div className={styles.mode}>
      <Icon size={18} stroke={1.7} aria-hidden />
      <span className={styles.modeWords}>
        <strong>
          {type === 'edit'
            ? t('composer.editing')
            : t('composer.replying', { name: item.mine ? t('message.you') : item.sender.name })}
        </strong>
        <span className={styles.modeText}>{messageWords(t, item)}</span>
      </span>
      <IconButton
        label={t(type === 'edit' ? 'composer.endEdit' : 'composer.endReply')}
        icon={IconX}
        size="sm"
        keys="Esc"
        onPress={onEnd}
      />
    </div>
  );
}
