// SPDX-License-Identifier: EUPL-1.2
// A voice message or another sound in the timeline: play, its shape, the time left, and the speed.
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Attachment, MessageItem } from '@/engine/rpc/protocol';
import { useEngine } from '@/engine/rpc/react';
import { formatDuration, formatSize } from '@/shared/dates';
import { nextRate, togglePlay } from '@/shared/player/player';
import { type Track, usePlayer } from '@/shared/player/state';
import { Waveform } from '@/shared/player/Waveform';
import { Spinner } from '@/ui';
import { FileCard } from '../media/FileCard';
import { useTimelineActions } from '../timeline/actions';
import styles from './Voice.module.css';

interface VoiceViewProps {
  item: MessageItem;
  attachment: Attachment;
}

export function VoiceView({ item, attachment }: VoiceViewProps) {
  const { t, i18n } = useTranslation('compose');
  const engine = useEngine();
  const track = useTrack(item, attachment);
  const current = usePlayer((state) => state.track?.key === track.key);
  const status = usePlayer((state) => (current ? state.status : 'paused'));
  const positionMs = usePlayer((state) => (current ? state.positionMs : 0));
  const known = usePlayer((state) => (current ? state.durationMs : 0));
  const error = usePlayer((state) => (current ? state.error : null));
  const rate = usePlayer((state) => state.rate);
  const durationMs = known || (attachment.durationMs ?? 0);
  if (error) {
    return <FileCard item={item} attachment={attachment} error={error} onRetry={() => togglePlay(engine, track)} />;
  }
  return (
    <div className={styles.voice}>
      <button
        type="button"
        tabIndex={-1}
        className={styles.play}
        aria-label={t(status === 'playing' ? 'player.pause' : 'player.play', { name: track.title })}
        onClick={() => togglePlay(engine, track)}
      >
        <PlayFace status={status} />
      </button>
      <div className={styles.middle}>
        {!attachment.voice && <span className={styles.name}>{attachment.name}</span>}
        <Waveform
          label={t('player.position')}
          points={attachment.waveform}
          positionMs={positionMs}
          durationMs={durationMs}
          onSeek={(to) => togglePlay(engine, track, to)}
        />
      </div>
      <span className={styles.side}>
        <span className={styles.time}>
          {durationMs > 0 ? formatDuration(durationMs - positionMs) : formatSize(attachment.size ?? 0)}
        </span>
        {current && status !== 'loading' ? (
          <button
            type="button"
            tabIndex={-1}
            className={styles.rate}
            aria-label={t('player.rate', { rate })}
            onClick={nextRate}
          >
            {rate.toLocaleString(i18n.language)}×
          </button>
        ) : (
          attachment.voice &&
          !attachment.played && <span className={styles.fresh} role="img" aria-label={t('player.fresh')} />
        )}
      </span>
    </div>
  );
}

function PlayFace({ status }: { status: 'loading' | 'playing' | 'paused' | 'failed' }) {
  if (status === 'loading') return <Spinner size={18} />;
  const Icon = status === 'playing' ? IconPlayerPauseFilled : IconPlayerPlayFilled;
  return <Icon size={18} aria-hidden />;
}

function useTrack(item: MessageItem, attachment: Attachment): Track {
  const { t } = useTranslation('compose');
  const { roomId } = useTimelineActions();
  const { eventId } = item;
  const name = attachment.voice ? t('voice.of', { name: item.sender.name }) : attachment.name;
  const href = `/chats/${encodeURIComponent(roomId)}${eventId ? `?at=${encodeURIComponent(eventId)}` : ''}`;
  const event = attachment.voice && !item.mine && eventId ? { roomId, eventId } : null;
  return { key: item.key, source: attachment.source, title: name, href, durationMs: attachment.durationMs, event };
}
