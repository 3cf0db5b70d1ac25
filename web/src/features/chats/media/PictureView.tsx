// SPDX-License-Identifier: EUPL-1.2
// A picture in the timeline: its place is reserved before it is there, so that nothing moves.
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attachment, MessageItem } from '@/engine/rpc/protocol';
import { useMedia } from '@/engine/rpc/react';
import { formatSize } from '@/shared/dates';
import { useThrift } from '@/shared/thrift';
import { classes } from '@/ui';
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
  const [asked, setAsked] = useState(false);
  const wanted = !useThrift() || asked;
  const { url, error, loading, retry } = useMedia(wanted ? (attachment.thumbnail ?? attachment.source) : null);
  const box = pictureBox(attachment);
  if (error) return <FileCard item={item} attachment={attachment} error={error} onRetry={retry} />;
  if (!wanted) return <NotLoaded attachment={attachment} onLoad={() => setAsked(true)} />;
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

/** In low-bandwidth mode: the place of the picture, which is fetched when somebody wants it. */
function NotLoaded({ attachment, onLoad }: { attachment: Attachment; onLoad(): void }) {
  const { t } = useTranslation('thrift');
  const box = pictureBox(attachment);
  return (
    <button
      type="button"
      tabIndex={-1}
      className={classes(styles.picture, styles.notLoaded)}
      style={{ width: box.width, aspectRatio: `${box.width} / ${box.height}` }}
      onClick={onLoad}
    >
      <IconDownload size={24} stroke={1.7} aria-hidden />
      {attachment.size ? t('loadSize', { size: formatSize(attachment.size) }) : t('load')}
    </button>
  );
}
