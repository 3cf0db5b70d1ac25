// SPDX-License-Identifier: EUPL-1.2
// Which messages a search wants besides its words.
import type { MessageKind, MessageSearch, SearchKind } from '../rpc/models';
import type { Facts } from './part';

const PICTURES: readonly MessageKind[] = ['image', 'video'];
const FILES: readonly MessageKind[] = ['file', 'audio'];
const KINDS: Partial<Record<SearchKind, readonly MessageKind[]>> = {
  pictures: PICTURES,
  files: FILES,
  attachments: [...PICTURES, ...FILES],
};

export function accepts({ roomId, sender, since, until, kind }: MessageSearch, facts: Facts): boolean {
  if (roomId && facts.roomId !== roomId) return false;
  if (sender && facts.sender !== sender) return false;
  if (since !== undefined && facts.at < since) return false;
  if (until !== undefined && facts.at > until) return false;
  if (kind === 'links') return facts.link;
  return KINDS[kind]?.includes(facts.kind) ?? true;
}
