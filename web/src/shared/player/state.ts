// SPDX-License-Identifier: EUPL-1.2
// What the player of this tab is doing; the frame asks only whether it plays at all.
import { create } from 'zustand';
import type { EngineError, MediaSource } from '@/engine/rpc/protocol';

export interface Track {
  /** Stays the same wherever the sound is shown. */
  key: string;
  source: MediaSource;
  title: string;
  /** Where it belongs, for the way back. */
  href: string | null;
  durationMs: number | null;
  /** The message to mark as listened to. */
  event: { roomId: string; eventId: string } | null;
}

interface PlayerState {
  track: Track | null;
  status: 'loading' | 'playing' | 'paused' | 'failed';
  positionMs: number;
  durationMs: number;
  rate: number;
  error: EngineError | null;
}

export const NOTHING = { track: null, status: 'paused', positionMs: 0, durationMs: 0, error: null } as const;

export const usePlayer = create<PlayerState>()(() => ({ ...NOTHING, rate: 1 }));
