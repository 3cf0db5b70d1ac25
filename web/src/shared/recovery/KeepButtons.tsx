// SPDX-License-Identifier: EUPL-1.2
// Ways to keep what is shown once: copy it, save it as a file, print it.
import { IconCheck, IconCopy, IconDownload, IconPrinter } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui';
import styles from './Recovery.module.css';

interface KeepButtonsProps {
  /** What is copied. */
  text: string;
  fileName: string;
  /** What the file says around it. */
  fileText: string;
}

export function KeepButtons({ text, fileName, fileText }: KeepButtonsProps) {
  const { t } = useTranslation('recovery');
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <div className={styles.buttons}>
      <Button icon={copied ? IconCheck : IconCopy} onPress={() => void copy()}>
        {t(copied ? 'copied' : 'copy')}
      </Button>
      <Button icon={IconDownload} onPress={() => saveText(fileName, fileText)}>
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
