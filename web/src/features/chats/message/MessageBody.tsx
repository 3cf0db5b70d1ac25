// SPDX-License-Identifier: EUPL-1.2
// The content of a message: what it answers, its text or file, and what happened to it.
import { IconPinned } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { MessageItem } from '@/engine/rpc/protocol';
import { classes } from '@/ui';
import { ForwardedMark } from '../forward/ForwardedMark';
import { AttachmentView } from '../media/AttachmentView';
import { GalleryView } from '../media/GalleryView';
import { isGallery } from '../media/gallery';
import { PollView } from '../polls/PollView';
import { EditedMark } from './EditedMark';
import { LongText } from './LongText';
import { PlaceText } from './PlaceText';
import { Quote } from './Quote';
import { Reactions } from './Reactions';
import { RichText } from './RichText';
import styles from './Row.module.css';
import { SendMark } from './SendMark';

export function MessageBody({ item }: { item: MessageItem }) {
  const { reply, reactions, send, pinned } = item;
  return (
    <>
      {reply && <Quote quote={reply} />}
      {item.content.forwarded && <ForwardedMark forwarded={item.content.forwarded} by={item.sender.name} />}
      <Content item={item} />
      {pinned && <PinnedMark />}
      {reactions.length > 0 && <Reactions item={item} />}
      {send.state !== 'sent' && !isGallery(item) && <SendMark itemKey={item.key} send={send} />}
    </>
  );
}

function Content({ item }: { item: MessageItem }) {
  const { content, poll, edited } = item;
  const hasText = content.rich.length > 0 || !(content.attachment || poll);
  return (
    <>
      {isGallery(item) ? (
        <GalleryView items={item.gallery} />
      ) : (
        content.attachment && <AttachmentView item={item} attachment={content.attachment} />
      )}
      {poll && <PollView item={item} poll={poll} />}
      {hasText && (
        <div
          className={classes(
            styles.text,
            content.emojiOnly && styles.emoji,
            content.kind === 'notice' && styles.notice,
            content.kind === 'emote' && styles.emote,
          )}
        >
          {content.kind === 'emote' && <span className={styles.emoteName}>{item.sender.name} </span>}
          <LongText text={content.text}>
            <TextOf item={item} />
          </LongText>
          {edited && <EditedMark item={item} />}
        </div>
      )}
    </>
  );
}

function TextOf({ item: { content } }: { item: MessageItem }) {
  const { t } = useTranslation('chats');
  if (content.kind === 'location') return <PlaceText content={content} />;
  if (content.rich.length > 0) return <RichText nodes={content.rich} />;
  return <span className={styles.unknown}>{t('preview.unknown')}</span>;
}

function PinnedMark() {
  const { t } = useTranslation('chats');
  return (
    <p className={styles.pinned}>
      <IconPinned size={14} stroke={1.8} aria-hidden /> {t('message.pinned')}
    </p>
  );
}
