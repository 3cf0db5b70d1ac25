// SPDX-License-Identifier: EUPL-1.2
// The shape of a sound as bars; a click or the arrow keys move the place that is being heard.
import { type KeyboardEvent, type PointerEvent, useMemo } from 'react';
import { formatDuration } from '../dates';
import styles from './Player.module.css';

interface WaveformProps {
  label: string;
  points: readonly number[] | null;
  positionMs: number;
  durationMs: number;
  onSeek(positionMs: number): void;
}

const BARS = 48;
const LOUDEST = 1024;
const STEP_MS = 5000;
const LEAST = 0.08;

/** As many bars as there is place for, each the loudest of its part; a flat line without points. */
export function bars(points: readonly number[] | null, count = BARS): number[] {
  return Array.from({ length: count }, (_, index) => {
    if (!points || points.length === 0) return LEAST;
    const from = Math.floor((index * points.length) / count);
    const to = Math.max(from + 1, Math.floor(((index + 1) * points.length) / count));
    return Math.max(Math.max(...points.slice(from, to)) / LOUDEST, LEAST);
  });
}

export function Waveform({ label, points, positionMs, durationMs, onSeek }: WaveformProps) {
  const heights = useMemo(() => bars(points), [points]);
  const part = durationMs > 0 ? Math.min(positionMs / durationMs, 1) : 0;
  const seek = (event: PointerEvent<HTMLElement>) => {
    if (event.type === 'pointermove' && event.buttons !== 1) return;
    const { left, width } = event.currentTarget.getBoundingClientRect();
    onSeek(Math.min(Math.max((event.clientX - left) / width, 0), 1) * durationMs);
  };
  const keys = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -STEP_MS, ArrowRight: STEP_MS }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onSeek(positionMs + step);
  };
  return (
    <div
      role="slider"
      tabIndex={-1}
      data-control
      className={styles.wave}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.round(durationMs / 1000)}
      aria-valuenow={Math.round(positionMs / 1000)}
      aria-valuetext={formatDuration(positionMs)}
      onPointerDown={seek}
      onPointerMove={seek}
      onKeyDown={keys}
    >
      <svg viewBox={`0 0 ${BARS * 4} 32`} preserveAspectRatio="none" aria-hidden="true" className={styles.bars}>
        {heights.map((height, index) => (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: bars are known by their place.
            key={index}
            x={index * 4 + 0.75}
            y={16 - height * 15}
            width={2.5}
            height={height * 30}
            rx={1.25}
            className={(index + 0.5) / BARS <= part ? styles.heard : styles.unheard}
          />
        ))}
      </svg>
    </div>
  );
}
