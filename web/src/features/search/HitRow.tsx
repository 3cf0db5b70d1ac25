// SPDX-License-Identifier: EUPL-1.2
// One found message: who, where and when, and the words around what was found.
import { IconFile, IconMusic, IconPhoto, IconVideo } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { MessageHit, SnippetPart } from '@/engine/rpc/protocol';
import { useAvatarUrl } from '@/engine/rpc/react';
import { formatShort, formatSize } from '@/shared/dates';
import { Avatar, type IconType, ListRow } from '@/ui';
import styles from './Search.module.css';

const ICONS: Partial<Record<MessageHit['kind'], IconType>> = {
  image: IconPhoto,
  video: IconVideo,
  audio: IconMusic,
  file: IconFile,
};

export function HitRow({ hit }: { hit: MessageHit }) {
  const { t } = useTranslation('search');
  const url = useAvatarUrl(hit.sender.avatar);
  const words = [...(hit.fileName ?? []), ...hit.snippet].map(({ text }) => text).join('');
  const place = [hit.sender.name, hit.roomName, hit.threadId && t('inThread')].filter(Boolean).join(', ');
  return (
    <ListRow
      id={hit.eventId}
      textValue={`${place}: ${words}`}
      leading={<Avatar name={hit.sender.name} url={url} size={40} />}
      title={
        <>
          {hit.sender.name}
          <span className={styles.room}>
            {hit.roomName !== hit.sender.name && ` · ${hit.roomName}`}
            {hit.threadId && ` · ${t('inThread')}`}
          </span>
        </>
      }
      meta={<time dateTime={new Date(hit.at).toISOString()}>{formatShort(hit.at)}</time>}
      subtitle={<Words hit={hit} />}
    />
  );
}

function Words({ hit }: { hit: MessageHit }) {
  const Icon = ICONS[hit.kind];
  return (
    <span className={styles.words}>
      {hit.fileName && (
        <span className={styles.file}>
          {Icon && <Icon size={16} stroke={1.7} aria-hidden />}
          <Marked parts={hit.fileName} />
          {hit.size !== null && <span className={styles.size}>{formatSize(hit.size)}</span>}
        </span>
      )}
      <Marked parts={hit.snippet} />
    </span>
  );
}

function Marked({ parts }: { parts: SnippetPart[] }) {
  return parts.map(({ text, marked }, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts are in the order of the text and never move.
    marked ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>,
  );
}
