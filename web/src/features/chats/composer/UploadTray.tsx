// SPDX-License-Identifier: EUPL-1.2
// The files above the text: what will be sent, what is being checked, what was refused and why.
import { IconFile, IconListDetails, IconRefresh, IconShieldX, IconX } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatSize } from '@/shared/dates';
import { errorText } from '@/shared/errors';
import { Button, classes, IconButton, Spinner } from '@/ui';
import styles from './Composer.module.css';
import type { Upload, Uploads } from './useUploads';

const UploadSheet = lazy(() => import('./UploadSheet').then((module) => ({ default: module.UploadSheet })));

export function UploadTray({ uploads, onSend }: { uploads: Uploads; onSend(): void }) {
  const { t } = useTranslation('chats');
  const { t: compose } = useTranslation('compose');
  const [sheet, setSheet] = useState(false);
  if (uploads.items.length === 0) return null;
  return (
    <>
      <ul className={styles.tray} aria-label={t('composer.files')}>
        {uploads.items.map((item) => (
          <UploadItem key={item.id} item={item} uploads={uploads} />
        ))}
      </ul>
      <div className={styles.trayFoot}>
        <Button size="sm" icon={IconListDetails} onPress={() => setSheet(true)}>
          {compose('sheet.open')}
        </Button>
      </div>
      <Suspense fallback={null}>
        {sheet && <UploadSheet uploads={uploads} onSend={onSend} onClose={() => setSheet(false)} />}
      </Suspense>
    </>
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
          {item.state === 'staged' && (item.caption || formatSize(item.file.size))}
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
