// SPDX-License-Identifier: EUPL-1.2
// The message that this one answers; pressing it jumps there.
import { useTranslation } from 'react-i18next';
import type { ReplyQuote } from '@/engine/rpc/protocol';
import { useTimelineActions } from '../timeline/actions';
import styles from './Row.module.css';

export function Quote({ quote }: { quote: ReplyQuote }) {
  const { t } = useTranslation('chats');
  const { jumpTo } = useTimelineActions();
  return (
    <button type="button" className={styles.quote} tabIndex={-1} onClick={() => jumpTo(quote.eventId)}>
      <span className="visually-hidden">{t('message.jumpToOriginal')}</span>
      {quote.sender && <span className={styles.quoteName}>{quote.sender.name}</span>}
      <span className={styles.quoteText}>
        <QuoteText quote={quote} />
      </span>
    </button>
  );
}

/** The quoted words, or what stands in their place. */
export function QuoteText({ quote }: { quote: ReplyQuote }) {
  const { t } = useTranslation('chats');
  if (quote.state !== 'ready') return <em>{t(`quote.${quote.state}`)}</em>;
  if (quote.kind === 'image' || quote.kind === 'video' || quote.kind === 'audio' || quote.kind === 'file') {
    return (
      <>
        {t(`preview.${quote.kind}`)}
        {quote.text && `: ${quote.text}`}
      </>
    );
  }
  return quote.kind === 'poll' ? `${t('preview.poll')}: ${quote.text}` : quote.text;
}
