// SPDX-License-Identifier: EUPL-1.2
// Video: loaded when somebody wants to play it.
import { IconPlayerPlayFilled } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attachment, MessageItem } from '@/engine/rpc/protocol';
import { useMedia } from '@/engine/rpc/react';
import { formatDuration, formatSize } from '@/shared/dates';
import { useThrift } from '@/shared/thrift';
import { Spinner } from '@/ui';
import { FileCard } from './FileCard';
import { pictureBox } from './kinds';
import styles from './Media.module.css';

interface PlayerProps {
  item: MessageItem;
  attachment: Attachment;
}

export function VideoView({ item, attachment }: PlayerProps) {
  const { t } = useTranslation('chats');
  const [wanted, setWanted] = useState(false);
  const thrifty = useThrift();
  const poster = useMedia(thrifty && !wanted ? null : attachment.thumbnail);
  const media = useMedia(wanted ? attachment.source : null);
  const box = pictureBox(attachment);
  const place = { width: box.width, aspectRatio: `${box.width} / ${box.height}` };
  if (media.error) return <FileCard item={item} attachment={attachment} error={media.error} onRetry={media.retry} />;
  if (media.url) {
    return (
      // biome-ignore lint/a11y/useMediaCaption: a person's own recording has no captions.
      <video src={media.url} controls autoPlay className={styles.video} style={place} data-control tabIndex={-1} />
    );
  }
  return (
    <button
      type="button"
      tabIndex={-1}
      className={styles.picture}
      style={place}
      aria-label={t('media.play', { name: attachment.name })}
      onClick={() => setWanted(true)}
    >
      {poster.url && <img src={poster.url} alt="" className={styles.image} />}
      <span className={styles.play}>
        {media.loading ? <Spinner size={28} /> : <IconPlayerPlayFilled size={28} aria-hidden />}
      </span>
      <span className={styles.duration}>
        {attachment.durationMs ? formatDuration(attachment.durationMs) : formatSize(attachment.size ?? 0)}
      </span>
    </button>
  );
}
