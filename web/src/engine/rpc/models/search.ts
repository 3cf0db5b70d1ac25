// SPDX-License-Identifier: EUPL-1.2
// View models of the search in messages, and of the index that this device keeps of encrypted rooms.
import type { Profile } from './engine';
import type { MessageKind } from './timeline';

/** `pictures` with films, `files` with sound; `attachments` is both. */
export type SearchKind = 'any' | 'attachments' | 'pictures' | 'files' | 'links';
export type SearchOrder = 'newest' | 'relevance';

export interface MessageSearch {
  query: string;
  order: SearchOrder;
  kind: SearchKind;
  roomId?: string;
  sender?: string;
  /** Epoch milliseconds, both included. */
  since?: number;
  until?: number;
  /** Where the page before has ended. */
  after?: string;
}

export interface SnippetPart {
  text: string;
  marked: boolean;
}

export interface MessageHit {
  eventId: string;
  roomId: string;
  roomName: string;
  threadId: string | null;
  sender: Profile;
  at: number;
  kind: MessageKind;
  snippet: SnippetPart[];
  /** Of an attachment. */
  fileName: SnippetPart[] | null;
  size: number | null;
  links: string[];
}

export interface MessageHits {
  hits: MessageHit[];
  /** Null on the last page. */
  after: string | null;
  /** How many there are; less than all while the server counts on. */
  total: number;
  /** Rooms without encryption were left out: there is no connection, or the server refused. */
  serverMissing: boolean;
}

/** `paused`: saving data or battery, or no connection. `off`: the person has deleted the index. */
export type IndexState = 'indexing' | 'ready' | 'paused' | 'off';

export interface SearchIndexStatus {
  state: IndexState;
  roomsDone: number;
  roomsTotal: number;
  messages: number;
  /** Another one after every change, so that what is shown can be searched anew. */
  revision: number;
  /** Sealed bytes in the database. */
  bytes: number;
}
