// SPDX-License-Identifier: EUPL-1.2
// The files before they are sent, large: a caption for each, their order, and whether pictures are made smaller.
import { IconArrowDown, IconArrowUp, IconFile, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatSize } from '@/shared/dates';
import { Button, Dialog, IconButton, Switch, TextField } from '@/ui';
import styles from './UploadSheet.module.css';
import type { Upload, Uploads } from './useUploads';

interface UploadSheetProps {
  uploads: Uploads;
  onSend(): void;
  onClose(): void;
}

export function UploadSheet({ uploads, onSend, onClose }: UploadSheetProps) {
  const { t } = useTranslation('compose');
  const { items, smaller, setSmaller } = uploads;
  const pictures = items.some(({ url }) => url !== null);
  return (
    <Dialog
      title={t('sheet.title')}
      isOpen={items.length > 0}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t('sheet.done')}</Button>
          <Button
            variant="primary"
            onPress={() => {
              onClose();
              onSend();
            }}
          >
            {t('sheet.send')}
          </Button>
        </>
      }
    >
      <ul className={styles.list}>
        {items.map((item, index) => (
          <Line key={item.id} item={item} uploads={uploads} first={index === 0} last={index === items.length - 1} />
        ))}
      </ul>
      {pictures && (
        <Switch isSelected={smaller} onChange={setSmaller} hint={t('sheet.smallerHint')}>
          {t('sheet.smaller')}
        </Switch>
      )}
    </Dialog>
  );
}

function Line({ item, uploads, first, last }: { item: Upload; uploads: Uploads; first: boolean; last: boolean }) {
  const { t } = useTranslation('compose');
  const { id, name, url } = item;
  return (
    <li className={styles.item}>
      {url ? (
        <img src={url} alt="" className={styles.picture} />
      ) : (
        <span className={styles.emblem}>
          <IconFile size={32} stroke={1.4} aria-hidden />
        </span>
      )}
      <div className={styles.words}>
        <span className={styles.name}>
          {name} <span className={styles.size}>{formatSize(item.file.size)}</span>
        </span>
        <TextField
          bare
          label={t('sheet.captionFor', { name })}
          placeholder={t('sheet.caption')}
          value={item.caption}
          onChange={(caption) => uploads.setCaption(id, caption)}
        />
      </div>
      <span className={styles.moves}>
        <IconButton
          label={t('sheet.earlier', { name })}
          icon={IconArrowUp}
          size="sm"
          isDisabled={first}
          onPress={() => uploads.move(id, -1)}
        />
        <IconButton
          label={t('sheet.later', { name })}
          icon={IconArrowDown}
          size="sm"
          isDisabled={last}
          onPress={() => uploads.move(id, 1)}
        />
        <IconButton label={t('sheet.remove', { name })} icon={IconX} size="sm" onPress={() => uploads.remove(id)} />
      </span>
    </li>
  );
}
