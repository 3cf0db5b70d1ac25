// SPDX-License-Identifier: EUPL-1.2
// Stands in the place of the message field while a voice message is being recorded or heard before it is sent.
import {
  IconMicrophone,
  IconMicrophoneOff,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerStopFilled,
  IconSend2,
  IconTrash,
} from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDuration } from '@/shared/dates';
import { bars, Waveform } from '@/shared/player/Waveform';
import { IconButton } from '@/ui';
import type { Recording } from './recording';
import type { RecorderState, VoiceRecorder } from './useRecorder';
import styles from './Voice.module.css';

interface VoiceBarProps {
  voice: VoiceRecorder;
  onSend(): void;
}

export function VoiceBar({ voice, onSend }: VoiceBarProps) {
  const { t } = useTranslation('compose');
  const { state } = voice;
  const canSend = state.step !== 'asking' && state.step !== 'refused';
  return (
    <div className={styles.recorder}>
      <IconButton label={t('voice.cancel')} icon={IconTrash} keys="Esc" onPress={voice.cancel} autoFocus />
      <Middle state={state} />
      {state.step === 'recording' && (
        <IconButton label={t('voice.pause')} icon={IconPlayerPauseFilled} onPress={voice.pause} />
      )}
      {state.step === 'paused' && <IconButton label={t('voice.resume')} icon={IconMicrophone} onPress={voice.resume} />}
      {(state.step === 'recording' || state.step === 'paused') && (
        <IconButton label={t('voice.finish')} icon={IconPlayerStopFilled} onPress={voice.finish} />
      )}
      {canSend && <IconButton label={t('voice.send')} icon={IconSend2} variant="primary" onPress={onSend} />}
    </div>
  );
}

function Middle({ state }: { state: RecorderState }) {
  const { t } = useTranslation('compose');
  if (state.step === 'refused') {
    return (
      <span className={styles.refused} role="alert">
        <IconMicrophoneOff size={18} aria-hidden /> {t(`voice.${state.reason}`)}
      </span>
    );
  }
  if (state.step === 'ready') return <Heard recording={state.recording} />;
  if (state.step !== 'recording' && state.step !== 'paused')
    return <span className={styles.live}>{t('voice.asking')}</span>;
  return (
    <span className={styles.live}>
      <span className={state.step === 'recording' ? styles.dot : styles.still} aria-hidden="true" />
      <span
        role="timer"
        aria-label={t(state.step === 'recording' ? 'voice.recording' : 'voice.paused')}
        className={styles.time}
      >
        {formatDuration(state.durationMs)}
      </span>
      <Live levels={state.levels} />
    </span>
  );
}

const SHOWN = 60;

function Live({ levels }: { levels: readonly number[] }) {
  const shown = levels.slice(-SHOWN);
  return (
    <svg viewBox={`0 0 ${SHOWN * 4} 32`} preserveAspectRatio="none" className={styles.liveWave} aria-hidden="true">
      {bars(
        shown.map((level) => level * 1024),
        shown.length,
      ).map((height, index) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: bars are known by their place.
          key={index}
          x={(SHOWN - shown.length + index) * 4}
          y={16 - height * 15}
          width={2.5}
          height={height * 30}
        />
      ))}
    </svg>
  );
}

/** Played by an element of its own: it is nobody's message yet. */
function Heard({ recording }: { recording: Recording }) {
  const { t } = useTranslation('compose');
  const audio = useRef<HTMLAudioElement>(null);
  const [url, setUrl] = useState<string | null>(null);
  const [playing, setPlaying] = useState(false);
  const [positionMs, setPosition] = useState(0);
  useEffect(() => {
    const made = URL.createObjectURL(recording.blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [recording]);
  const toggle = () => (playing ? audio.current?.pause() : void audio.current?.play().catch(() => undefined));
  const seek = (to: number) => {
    const place = Math.min(Math.max(to, 0), recording.durationMs);
    if (audio.current) audio.current.currentTime = place / 1000;
    setPosition(place);
  };
  return (
    <span className={styles.live}>
      {/* biome-ignore lint/a11y/useMediaCaption: a person's own recording has no captions. */}
      <audio
        ref={audio}
        src={url ?? undefined}
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setPosition(0)}
        onTimeUpdate={(event) => setPosition(event.currentTarget.currentTime * 1000)}
      />
      <IconButton
        label={t(playing ? 'voice.stopHearing' : 'voice.hear')}
        icon={playing ? IconPlayerPauseFilled : IconPlayerPlayFilled}
        onPress={toggle}
      />
      <Waveform
        label={t('player.position')}
        points={recording.waveform}
        positionMs={positionMs}
        durationMs={recording.durationMs}
        onSeek={seek}
      />
      <span className={styles.time}>{formatDuration(recording.durationMs - positionMs)}</span>
    </span>
  );
}
