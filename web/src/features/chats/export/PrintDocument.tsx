// SPDX-License-Identifier: EUPL-1.2
// The export on paper: only the print window draws it, in black on white whatever the theme.
import type { TFunction } from 'i18next';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { Profile } from '@/engine/rpc/protocol';
import { formatMoment, formatSize } from '@/shared/dates';
import { stateText } from '../text/stateText';
import { type ExportedMessage, unreadable } from './collect';
import styles from './Export.module.css';
import type { Printed } from './useExport';

export function PrintDocument({ head, messages }: Printed) {
  return createPortal(
    <article className={styles.sheet} data-print>
      <Head head={head} messages={messages} />
      <ol className={styles.messages}>
        {joinInvitations(messages).map((message) => (
          <li key={message.eventId} className={styles.message}>
            <Message message={message} />
          </li>
        ))}
      </ol>
    </article>,
    document.body,
  );
}

/** One line for everybody whom one person invited in a row. */
function joinInvitations(messages: readonly ExportedMessage[]): ExportedMessage[] {
  const shown: ExportedMessage[] = [];
  for (const message of messages) {
    const before = shown.at(-1);
    if (before && isInvitation(before) && isInvitation(message) && before.sender.userId === message.sender.userId) {
      const person = { ...message.change.person, name: `${before.change.person.name}, ${message.change.person.name}` };
      shown[shown.length - 1] = { ...before, change: { ...before.change, person } };
    } else shown.push(message);
  }
  return shown;
}

type Change = Extract<ExportedMessage, { type: 'state' }>;
type Invitation = Change & { change: { what: 'invited'; person: Profile } };

function isInvitation(message: ExportedMessage): message is Invitation {
  return message.type === 'state' && message.change.what === 'invited';
}

function Head({ head: { room, by, device, at, range }, messages }: Printed) {
  const { t } = useTranslation(['export', 'chats']);
  const facts: [string, string][] = [
    [t('doc.room'), `${room.name} (${room.roomId})`],
    [t('doc.by'), `${by.name} (${by.userId}), ${device}`],
    [t('doc.at'), formatMoment(at)],
    [t('doc.range'), `${formatMoment(range.since)} – ${formatMoment(range.until - 1)}`],
    [t('doc.protection'), t(room.encryption.enabled ? 'chats:room.encrypted' : 'chats:room.notEncrypted')],
    [t('doc.count'), t('doc.counts', { count: messages.length, unreadable: unreadable(messages) })],
  ];
  return (
    <header className={styles.sheetHead}>
      <h1>{t('doc.title', { name: room.name })}</h1>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </header>
  );
}

function Message({ message }: { message: ExportedMessage }) {
  const { t } = useTranslation(['export', 'chats']);
  const { t: chats } = useTranslation('chats');
  if (message.type === 'state') {
    return (
      <p className={styles.change}>
        {formatMoment(message.at)} · {stateText(chats, message.change, message.sender)}
      </p>
    );
  }
  return (
    <>
      <p className={styles.who}>
        <strong>{message.sender.name}</strong> <span>{message.sender.userId}</span>{' '}
        <time dateTime={new Date(message.at).toISOString()}>{formatMoment(message.at)}</time>
        {message.type === 'message' && message.threadId && <em> {t('doc.inThread')}</em>}
        {message.type === 'message' && message.replyTo && <em> {t('doc.reply')}</em>}
      </p>
      <p className={styles.words}>{wordsOf(chats, message)}</p>
      {message.versions.slice(0, -1).map(({ at, text }) => (
        <p key={at} className={styles.version}>
          {t('doc.before', { at: formatMoment(at) })} {text}
        </p>
      ))}
    </>
  );
}

function wordsOf(chats: TFunction<'chats'>, message: ExportedMessage): string {
  if (message.type === 'redacted') return chats('preview.redacted');
  if (message.type === 'unreadable') return chats('preview.undecryptable');
  if (message.type !== 'message') return '';
  const { file, text } = message;
  const size = file?.size ? ` (${formatSize(file.size)})` : '';
  return [file && `${chats('preview.file')}: ${file.name}${size}`, text].filter(Boolean).join('\n');
}
