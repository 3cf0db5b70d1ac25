// SPDX-License-Identifier: EUPL-1.2
// The conversation as a place where files may be dropped.
import { IconUpload } from '@tabler/icons-react';
import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './Composer.module.css';

interface DropAreaProps {
  isDisabled: boolean;
  onFiles(files: File[]): void;
  children: ReactNode;
}

export function DropArea({ isDisabled, onFiles, children }: DropAreaProps) {
  const { t } = useTranslation('chats');
  const [over, setOver] = useState(false);
  const depth = useRef(0);
  const hasFiles = (event: DragEvent) => !isDisabled && event.dataTransfer.types.includes('Files');
  const leave = () => {
    depth.current = 0;
    setOver(false);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the paperclip is the keyboard's way to add files.
    <div
      className={styles.drop}
      onDragEnter={(event) => {
        if (!hasFiles(event)) return;
        depth.current += 1;
        setOver(true);
      }}
      onDragOver={(event) => {
        if (hasFiles(event)) event.preventDefault();
      }}
      onDragLeave={() => {
        depth.current -= 1;
        if (depth.current <= 0) leave();
      }}
      onDrop={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        leave();
        onFiles([...event.dataTransfer.files]);
      }}
    >
      {children}
      {over && (
        <div className={styles.dropHint}>
          <IconUpload size={32} stroke={1.5} aria-hidden />
          {t('composer.drop')}
        </div>
      )}
    </div>
  );
}
