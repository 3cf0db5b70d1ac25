// SPDX-License-Identifier: EUPL-1.2
// Quick search of the palette: chats from memory, people from the server's directory.
import { existingDirect } from '../rooms/create';
import type { RoomListModel } from '../rooms/list';
import type { PersonHit, RoomHit, RoomSummary, SearchResult } from '../rpc/models';
import type { Session } from '../session';

const LIMIT = 8;

export async function quickSearch(
  session: Session,
  list: RoomListModel,
  query: string,
  limit = LIMIT,
): Promise<SearchResult> {
  const words = fold(query).split(/\s+/).filter(Boolean);
  const rooms = words.length > 0 ? matchingRooms(list, words).slice(0, limit) : [];
  return { rooms, people: await findPeople(session, query.trim(), limit) };
}

function matchingRooms(list: RoomListModel, words: string[]): RoomHit[] {
  const scored = list.list.rooms.map((room) => ({ room, score: score(fold(room.name), words) }));
  const hits = scored.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score);
  return hits.map(({ room }) => hitOf(room));
}

function hitOf({ roomId, name, avatar, kind, unread }: RoomSummary): RoomHit {
  return { roomId, name, avatar, kind, unread };
}

/** Every word must occur; at the start of a word it counts double. */
export function score(name: string, words: string[]): number {
  let total = 0;
  for (const word of words) {
    const at = name.indexOf(word);
    if (at < 0) return 0;
    total += at === 0 || /[\s\-_.#(]/.test(name[at - 1] ?? '') ? 2 : 1;
  }
  return total;
}

/** Case and accents do not matter; Russian "ё" is written as "е" by most. */
export function fold(text: string): string {
  return text
    .toLocaleLowerCase()
    .replaceAll('ё', 'е')
    .normalize('NFKD')
    .replace(/[\u0300-\u0305\u0307-\u036f]/g, '')
    .normalize('NFKC');
}

async function findPeople(session: Session, term: string, limit: number): Promise<PersonHit[]> {
  if (!term || session.connection === 'offline') return [];
  const { results } = await session.client.searchUserDirectory({ term, limit });
  return results.map((person) => ({
    userId: person.user_id,
    name: person.display_name || person.user_id,
    avatar: person.avatar_url ?? null,
    directRoomId: existingDirect(session, person.user_id),
  }));
}
