// SPDX-License-Identifier: EUPL-1.2
// The one player of sounds in this tab: goes on while the person moves between chats and pages.
import type { Engine } from '@/engine/rpc/client';
import { holdMedia } from '@/engine/rpc/media';
import { NOTHING, type Track, usePlayer } from './state';

export const RATES = [1, 1.5, 2] as const;
let audio: HTMLAudioElement | null = null;
let release: (() => void) | null = null;

/** Begins a sound, goes on with it, or stops it for a while. */
export function togglePlay(engine: Engine, track: Track, fromMs?: number): void {
  const { track: now, status } = usePlayer.getState();
  if (now?.key !== track.key || status === 'failed') begin(engine, track, fromMs ?? 0);
  else if (fromMs !== undefined) seekTo(fromMs);
  else if (status === 'playing') audio?.pause();
  else void audio?.play().catch(() => undefined);
}

export function seekTo(positionMs: number): void {
  const { durationMs } = usePlayer.getState();
  const target = Math.min(Math.max(positionMs, 0), durationMs || positionMs);
  if (audio) audio.currentTime = target / 1000;
  usePlayer.setState({ positionMs: target });
}

export function nextRate(): void {
  const { rate } = usePlayer.getState();
  const next = RATES[(RATES.indexOf(rate as (typeof RATES)[number]) + 1) % RATES.length] ?? 1;
  if (audio) audio.playbackRate = next;
  usePlayer.setState({ rate: next });
}

export function closePlayer(): void {
  audio?.pause();
  audio = null;
  release?.();
  release = null;
  usePlayer.setState(NOTHING);
}

function begin(engine: Engine, track: Track, fromMs: number): void {
  closePlayer();
  usePlayer.setState({ ...NOTHING, track, status: 'loading', positionMs: fromMs, durationMs: track.durationMs ?? 0 });
  release = holdMedia(engine, track.source, (held, error) => {
    if (usePlayer.getState().track !== track) return;
    if (error) usePlayer.setState({ status: 'failed', error });
    else if (held && !audio) start(engine, track, held.url, fromMs);
  });
}

function start(engine: Engine, track: Track, url: string, fromMs: number): void {
  const element = new Audio(url);
  audio = element;
  const isCurrent = () => audio === element;
  const on = (name: keyof HTMLMediaElementEventMap, work: () => void) =>
    element.addEventListener(name, () => isCurrent() && work());
  on('play', () => usePlayer.setState({ status: 'playing' }));
  on('pause', () => usePlayer.setState({ status: 'paused' }));
  on('timeupdate', () => usePlayer.setState({ positionMs: element.currentTime * 1000 }));
  on('durationchange', () => {
    // Recordings of browsers do not say how long they are; the message does.
    if (Number.isFinite(element.duration)) usePlayer.setState({ durationMs: element.duration * 1000 });
  });
  on('ended', () => usePlayer.setState({ status: 'paused', positionMs: 0 }));
  on('error', () => usePlayer.setState({ status: 'failed' }));
  element.playbackRate = usePlayer.getState().rate;
  if (fromMs > 0) element.currentTime = fromMs / 1000;
  element.play().catch(() => isCurrent() && usePlayer.setState({ status: 'paused' }));
  if (track.event) void engine.call('media.markPlayed', track.event).catch(() => undefined);
}
