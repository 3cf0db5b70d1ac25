// SPDX-License-Identifier: EUPL-1.2
// The files above the text: what will be sent, what is being checked, what was refused and why.
import { IconFile, IconRefresh, IconShieldX, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatSize } from '@/shared/dates';
import { errorText } from '@/shared/errors';
import { classes, IconButton, Spinner } from '@/ui';
import styles from './Composer.module.css';
import type { Upload, Uploads } from './useUploads';

export function UploadTray({ uploads }: { uploads: Uploads }) {
  const { t } = useTranslation('chats');
  if (uploads.items.length === 0) return null;
  return (
    <ul className={styles.tray} aria-label={t('composer.files')}>
      {uploads.items.map((item) => (
        <UploadItem key={item.id} item={item} uploads={uploads} />
      ))}
    </ul>
  );
}

function UploadItem({ item, uploads }: { item: Upload; uploads: Uploads }) {
  const { t } = useTranslation('chats');
  const { error } = item;
  const retryable = error?.code === 'could_not_be_scanned' || error?.retryable;
  return (
    <li className={classes(styles.upload, error && styles.refused)}>
      <UploadFace item={item} />
      <span className={styles.uploadWords}>
        <span className={styles.uploadName}>{item.name}</span>
        <span className={styles.uploadState} role={error ? 'alert' : 'status'}>
          {item.state === 'staged' && formatSize(item.file.size)}
          {item.state === 'checking' && t('composer.checking')}
          {error && errorText(error)}
          {error?.threats && error.threats.length > 0 && ` (${error.threats.join(', ')})`}
        </span>
      </span>
      {retryable && (
        <IconButton label={t('retry')} icon={IconRefresh} size="sm" onPress={() => uploads.retry(item.id)} />
      )}
      <IconButton
        label={t('composer.removeFile', { name: item.name })}
        icon={IconX}
        size="sm"
        onPress={() => uploads.remove(item.id)}
      />
    </li>
  );
}

function UploadFace({ item }: { item: Upload }) {
  if (item.state === 'checking') return <Spinner size={22} className={styles.uploadFace ?? ''} />;
  if (item.error) return <IconShieldX size={24} stroke={1.6} className={styles.uploadFace} aria-hidden />;
  if (item.url) return <img src={item.url} alt="" className={styles.uploadPicture} />;
  return <IconFile size={24} stroke={1.5} className={styles.uploadFace} aria-hidden />;
}
