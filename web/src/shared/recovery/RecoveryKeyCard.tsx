// SPDX-License-Identifier: EUPL-1.2
// Shows a new recovery key once, with the ways to keep it.
import { IconCheck, IconCopy, IconDownload, IconPrinter } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoment } from '@/shared/dates';
import { useSession } from '@/shared/session';
import { Button, Checkbox } from '@/ui';
import styles from './Recovery.module.css';

interface RecoveryKeyCardProps {
  recoveryKey: string;
  onDone(): void;
}

export function RecoveryKeyCard({ recoveryKey, onDone }: RecoveryKeyCardProps) {
  const { t } = useTranslation('recovery');
  const [saved, setSaved] = useState(false);
  return (
    <div className={styles.stack}>
      <p>{t('keyText')}</p>
      <output className={styles.key} aria-label={t('keyTitle')}>
        {recoveryKey.split(' ').map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts of a key may repeat and never move.
          <span key={index}>{part}</span>
        ))}
      </output>
      <KeepButtons recoveryKey={recoveryKey} />
      <Checkbox isSelected={saved} onChange={setSaved}>
        {t('saved')}
      </Checkbox>
      <Button variant="primary" size="lg" isDisabled={!saved} onPress={onDone}>
        {t('done')}
      </Button>
    </div>
  );
}

function KeepButtons({ recoveryKey }: { recoveryKey: string }) {
  const { t } = useTranslation('recovery');
  const { user_id: user } = useSession();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(recoveryKey);
    setCopied(true);
  };
  const save = () => saveText(t('fileName'), t('fileText', { user, key: recoveryKey, date: formatMoment(Date.now()) }));
  return (
    <div className={styles.buttons}>
      <Button icon={copied ? IconCheck : IconCopy} onPress={() => void copy()}>
        {t(copied ? 'copied' : 'copy')}
      </Button>
      <Button icon={IconDownload} onPress={save}>
        {t('download')}
      </Button>
      <Button icon={IconPrinter} onPress={() => print()}>
        {t('print')}
      </Button>
    </div>
  );
}

function saveText(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
