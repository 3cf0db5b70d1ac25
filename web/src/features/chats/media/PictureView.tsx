// SPDX-License-Identifier: EUPL-1.2
// A picture in the timeline: its place is reserved before it is there, so that nothing moves.
import { useTranslation } from 'react-i18next';
import type { Attachment, MessageItem } from '@/engine/rpc/protocol';
import { useMedia } from '@/engine/rpc/react';
import { useTimelineActions } from '../timeline/actions';
import { Blur } from './Blur';
import { FileCard } from './FileCard';
import { pictureBox } from './kinds';
import styles from './Media.module.css';

interface PictureViewProps {
  item: MessageItem;
  attachment: Attachment;
}

export function PictureView({ item, attachment }: PictureViewProps) {
  const { t } = useTranslation('chats');
  const { openMedia } = useTimelineActions();
  const { url, error, loading, retry } = useMedia(attachment.thumbnail ?? attachment.source);
  const box = pictureBox(attachment);
  if (error) return <FileCard item={item} attachment={attachment} error={error} onRetry={retry} />;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={styles.picture}
      style={{ width: box.width, aspectRatio: `${box.width} / ${box.height}` }}
      aria-label={t('media.openPicture', { name: attachment.name })}
      onClick={() => openMedia(item)}
    >
      {url && <img src={url} alt="" width={box.width} height={box.height} className={styles.image} />}
      {loading && <Blur hash={attachment.blurhash} />}
    </button>
  );
}
