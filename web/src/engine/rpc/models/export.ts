// SPDX-License-Identifier: EUPL-1.2
// View models of an export: what the person can read in a chat, page by page, newest first.
import type { Profile } from './engine';
import type { MessageKind, StateChange } from './timeline';

interface Exported {
  eventId: string;
  at: number;
  sender: Profile;
}

export type ExportEntry =
  | (Exported & {
      type: 'message';
      kind: MessageKind;
      text: string;
      file: { name: string; size: number | null; mimeType: string } | null;
      replyTo: string | null;
      threadId: string | null;
    })
  /** A later version of the message `of`. */
  | (Exported & { type: 'edit'; of: string; text: string })
  | (Exported & { type: 'redacted' })
  | (Exported & { type: 'unreadable' })
  | (Exported & { type: 'state'; change: StateChange });

export interface ExportPage {
  entries: ExportEntry[];
  /** Where the next page begins; null at the beginning of the chat or of the range. */
  next: string | null;
  /** Time of the oldest event of this page, to tell how far the export is. */
  reached: number | null;
}
