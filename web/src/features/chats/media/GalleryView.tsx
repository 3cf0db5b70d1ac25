// SPDX-License-Identifier: EUPL-1.2
// Several pictures of one message line as a grid of squares; each opens the viewer.
import { IconClock, IconPlayerPlayFilled, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Attachment, MessageItem } from '@/engine/rpc/protocol';
import { useMedia } from '@/engine/rpc/react';
import { formatDuration } from '@/shared/dates';
import { Progress, pointOf } from '@/ui';
import { useTimelineActions } from '../timeline/actions';
import { Blur } from './Blur';
import styles from './Gallery.module.css';

const MOST = 9;

export function GalleryView({ items }: { items: readonly MessageItem[] }) {
  const { t } = useTranslation('compose');
  const shown = items.slice(0, MOST);
  const hidden = items.length - shown.length;
  return (
    <ul
      className={styles.grid}
      data-first-row={firstRow(shown.length)}
      aria-label={t('gallery.label', { count: items.length })}
    >
      {shown.map((item, index) => (
        <Tile key={item.key} item={item} hidden={index === shown.length - 1 ? hidden : 0} />
      ))}
    </ul>
  );
}

/** Rows of three; the first one takes what is left over, so that no corner stays empty. */
function firstRow(count: number): number | undefined {
  return count === 4 ? 4 : count % 3 || undefined;
}

function Tile({ item, hidden }: { item: MessageItem; hidden: number }) {
  const { attachment } = item.content;
  return attachment && <Face item={item} attachment={attachment} hidden={hidden} />;
}

function Face({ item, attachment, hidden }: { item: MessageItem; attachment: Attachment; hidden: number }) {
  const { t } = useTranslation('chats');
  const { t: compose } = useTranslation('compose');
  const { openMedia, openMenu } = useTimelineActions();
  const video = item.content.kind === 'video';
  const { url } = useMedia(attachment.thumbnail ?? (video ? null : attachment.source));
  return (
    <li className={styles.tile}>
      <button
        type="button"
        tabIndex={-1}
        className={styles.button}
        aria-label={t(video ? 'media.play' : 'media.openPicture', { name: attachment.name })}
        onClick={() => openMedia(item)}
        onContextMenu={(event) => {
          event.preventDefault();
          event.stopPropagation();
          openMenu(item, pointOf(event));
        }}
      >
        {!url && <Blur hash={attachment.blurhash} />}
        {url && <img src={url} alt="" className={styles.image} />}
        {video && (
          <span className={styles.video}>
            <IconPlayerPlayFilled size={14} aria-hidden />
            {attachment.durationMs !== null && formatDuration(attachment.durationMs)}
          </span>
        )}
        {hidden > 0 && (
          <span className={styles.more}>
            <span aria-hidden="true">+{hidden}</span>
            <span className="visually-hidden">{compose('gallery.more', { count: hidden })}</span>
          </span>
        )}
      </button>
      <Sending item={item} name={attachment.name} />
    </li>
  );
}

function Sending({ item: { key, send }, name }: { item: MessageItem; name: string }) {
  const { t } = useTranslation('compose');
  const { t: chats } = useTranslation('chats');
  const { discard } = useTimelineActions();
  if (send.state === 'sent' || send.state === 'failed') return null;
  return (
    <span className={styles.sending}>
      {send.state === 'sending' && <Progress bare label={chats('send.uploading')} value={send.progress} />}
      {send.state !== 'sending' && (
        <span className={styles.waiting} title={chats(`send.${send.state}`)}>
          <IconClock size={16} aria-hidden />
          <span className="visually-hidden">{chats(`send.${send.state}`)}</span>
        </span>
      )}
      <button
        type="button"
        tabIndex={-1}
        className={styles.cancel}
        aria-label={t('gallery.cancel', { name })}
        onClick={() => discard(key)}
      >
        <IconX size={16} aria-hidden />
      </button>
    </span>
  );
}
