// SPDX-License-Identifier: EUPL-1.2
// The sound that plays while its message is not on the screen: what it is, stop, speed, the way back.
import { IconPlayerPauseFilled, IconPlayerPlayFilled, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useEngine } from '@/engine/rpc/react';
import { IconButton, Link } from '@/ui';
import { formatDuration } from '../dates';
import styles from './Player.module.css';
import { closePlayer, nextRate, togglePlay } from './player';
import { usePlayer } from './state';

export function PlayerBar() {
  const { t, i18n } = useTranslation('compose');
  const engine = useEngine();
  const { track, status, positionMs, durationMs, rate } = usePlayer();
  if (!track) return null;
  const playing = status === 'playing';
  return (
    <section className={styles.bar} aria-label={t('player.label')} data-region="player">
      <IconButton
        label={t(playing ? 'player.pause' : 'player.play', { name: track.title })}
        icon={playing ? IconPlayerPauseFilled : IconPlayerPlayFilled}
        size="sm"
        onPress={() => togglePlay(engine, track)}
      />
      <span className={styles.title}>{track.href ? <Link href={track.href}>{track.title}</Link> : track.title}</span>
      <span className={styles.time}>
        {formatDuration(positionMs)} / {formatDuration(durationMs)}
      </span>
      <button type="button" className={styles.rate} aria-label={t('player.rate', { rate })} onClick={nextRate}>
        {rate.toLocaleString(i18n.language)}×
      </button>
      <IconButton label={t('player.close')} icon={IconX} size="sm" onPress={closePlayer} />
    </section>
  );
}
