// SPDX-License-Identifier: EUPL-1.2
// A voice message from the press of the microphone to the queue: recording, a pause, hearing it once, sending or not.
import { useCallback, useEffect, useRef, useState } from 'react';
import { isInWindow, isTyping } from '@/shared/shortcuts';
import type { Recorder, Recording } from './recording';

export type RecorderState =
  | { step: 'idle' }
  | { step: 'asking' }
  | { step: 'recording' | 'paused'; levels: readonly number[]; durationMs: number }
  | { step: 'ready'; recording: Recording }
  | { step: 'refused'; reason: 'denied' | 'missing' };

export interface VoiceRecorder {
  state: RecorderState;
  start(): void;
  pause(): void;
  resume(): void;
  /** Ends the recording so that it can be heard before it is sent. */
  finish(): void;
  cancel(): void;
  /** Ends a recording that still runs; null when there is none. */
  take(): Promise<Recording | null>;
  /** Puts a recording back that could not be sent. */
  restore(recording: Recording): void;
}

const IDLE: RecorderState = { step: 'idle' };

export const canRecord = () => 'mediaDevices' in navigator && 'MediaRecorder' in globalThis;

export function useRecorder(): VoiceRecorder {
  const [state, setState] = useState<RecorderState>(IDLE);
  const recorder = useRef<Recorder | null>(null);
  const asking = useRef<AbortController | null>(null);
  const latest = useRef(state);
  latest.current = state;
  const start = useCallback(async () => {
    const asked = new AbortController();
    asking.current?.abort();
    asking.current = asked;
    setState({ step: 'asking' });
    try {
      const { Recorder } = await import('./recording');
      const show = (levels: readonly number[], durationMs: number) =>
        setState({ step: 'recording', levels: levels.slice(), durationMs });
      recorder.current = await Recorder.start(show, asked.signal);
      setState({ step: 'recording', levels: [], durationMs: 0 });
    } catch (reason) {
      if (asked.signal.aborted) return;
      const missing = reason instanceof DOMException && reason.name === 'NotFoundError';
      setState({ step: 'refused', reason: missing ? 'missing' : 'denied' });
    }
  }, []);
  const cancel = useCallback(() => {
    asking.current?.abort();
    recorder.current?.cancel();
    recorder.current = null;
    setState(IDLE);
  }, []);
  const stop = useCallback(async (): Promise<Recording | null> => {
    const running = recorder.current;
    recorder.current = null;
    return running ? running.stop() : null;
  }, []);
  const take = useCallback(async () => {
    const now = latest.current;
    const recording = now.step === 'ready' ? now.recording : await stop();
    setState(IDLE);
    return recording;
  }, [stop]);
  // The microphone must not stay open behind another chat.
  useEffect(() => cancel, [cancel]);
  useEscape(state.step !== 'idle', cancel);
  return {
    state,
    start: () => void start(),
    pause: () => {
      recorder.current?.pause();
      setState((now) => (now.step === 'recording' ? { ...now, step: 'paused' } : now));
    },
    resume: () => {
      recorder.current?.resume();
      setState((now) => (now.step === 'paused' ? { ...now, step: 'recording' } : now));
    },
    finish: () => void stop().then((recording) => recording && setState({ step: 'ready', recording })),
    cancel,
    take,
    restore: (recording) => setState({ step: 'ready', recording }),
  };
}

/** Wherever the focus is, except where Escape means something else; heard before the chat's own shortcut. */
function useEscape(active: boolean, cancel: () => void): void {
  useEffect(() => {
    if (!active) return;
    const listen = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || isTyping(event.target) || isInWindow(event.target)) return;
      event.preventDefault();
      event.stopPropagation();
      cancel();
    };
    addEventListener('keydown', listen, true);
    return () => removeEventListener('keydown', listen, true);
  }, [active, cancel]);
}
