// SPDX-License-Identifier: EUPL-1.2
// View models of what is not sent yet: drafts and scheduled messages.
import type { EngineErrorData } from '../errors';
import type { MessageKind } from './timeline';

export interface ScheduledMessage {
  id: string;
  at: number;
  kind: MessageKind;
  text: string;
  fileName: string | null;
  /** False when the key of the message is on another device. */
  readable: boolean;
  /** Still on this device: there was no connection. */
  waiting: boolean;
  error: EngineErrorData | null;
}

export interface ScheduledList {
  /** By time. */
  items: ScheduledMessage[];
  /** False when the server cannot keep messages for later. */
  supported: boolean;
  error: EngineErrorData | null;
}

/** A place to write in: a chat or one of its threads. */
export interface DraftPlace {
  roomId: string;
  threadId?: string;
}

export interface ForwardParams {
  roomId: string;
  eventIds: string[];
  to: string[];
}

export interface ForwardResult {
  failed: { roomId: string; error: EngineErrorData }[];
}
