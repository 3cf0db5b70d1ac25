// SPDX-License-Identifier: EUPL-1.2
// What the palette lists for a query: commands, chats from memory, people from the directory.
import { IconMessage, IconMessageSearch, IconSpeakerphone, IconUser } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import { useRoomList } from '@/engine/rpc/react';
import { useCommandStore } from '@/shared/commands';
import type { IconType } from '@/ui';
import { fits, readings } from './layout';

export interface PaletteItem {
  id: string;
  title: string;
  hint?: string;
  icon: IconType;
  keys?: string;
  unread?: number;
  run(): void;
}

export interface PaletteSection {
  id: 'commands' | 'chats' | 'people' | 'search';
  items: PaletteItem[];
}

const SCOPES = { '>': 'commands', '@': 'people', '#': 'chats' } as const;
const MOST = { search: 1, commands: 5, chats: 6, people: 6 };
const MOST_SCOPED = 30;

interface ScopedQuery {
  scope: (typeof SCOPES)[keyof typeof SCOPES] | null;
  text: string;
}

/** A sign at the start narrows the search: > commands, @ people, # chats. */
export function parseQuery(typed: string): ScopedQuery {
  const sign = typed.trimStart().charAt(0) as keyof typeof SCOPES;
  const scope = SCOPES[sign] ?? null;
  const text = scope ? typed.trimStart().slice(1) : typed;
  return { scope, text: text.trim() };
}

export function usePaletteItems(typed: string): { sections: PaletteSection[]; searching: boolean } {
  const { scope, text } = parseQuery(typed);
  const commands = useCommandItems(text);
  const chats = useChatItems(text);
  const { items: people, searching } = usePeopleItems(text, scope !== 'commands' && scope !== 'chats');
  const search = useSearchItems(text);
  const all: PaletteSection[] = [
    { id: 'commands', items: commands },
    { id: 'chats', items: chats },
    { id: 'people', items: people },
    { id: 'search', items: search },
  ];
  const wanted = all.filter((section) => scope === null || section.id === scope);
  const cut = wanted.map((section) => ({
    ...section,
    items: section.items.slice(0, scope ? MOST_SCOPED : MOST[section.id]),
  }));
  // What a person looks for by name comes before commands that happen to fit.
  const ordered = text && scope === null ? [...cut.slice(1), ...cut.slice(0, 1)] : cut;
  return { sections: ordered.filter((section) => section.items.length > 0), searching };
}

function useCommandItems(text: string): PaletteItem[] {
  const commands = useCommandStore((store) => store.commands);
  return [...commands.values()]
    .filter((command) => !text || fits(`${command.title} ${command.words ?? ''}`, text))
    .map(({ id, title, icon, keys, run }) => ({ id: `command:${id}`, title, icon, run, ...(keys ? { keys } : {}) }));
}

/** Whatever was typed can be searched for in messages. */
function useSearchItems(text: string): PaletteItem[] {
  const { t } = useTranslation('app');
  const navigate = useNavigate();
  if (!text) return [];
  const run = () => void navigate({ to: '/search', search: { q: text } });
  return [{ id: 'search:messages', title: t('palette.searchFor', { query: text }), icon: IconMessageSearch, run }];
}

function useChatItems(text: string): PaletteItem[] {
  const { value } = useRoomList();
  const navigate = useNavigate();
  return (value?.rooms ?? [])
    .filter((room) => !text || fits(room.name, text))
    .map((room) => ({
      id: `chat:${room.roomId}`,
      title: room.name,
      icon: room.kind === 'announcement' ? IconSpeakerphone : room.kind === 'direct' ? IconUser : IconMessage,
      unread: room.unread,
      run: () => void navigate({ to: '/chats/$roomId', params: { roomId: room.roomId } }),
    }));
}

function usePeopleItems(text: string, isEnabled: boolean): { items: PaletteItem[]; searching: boolean } {
  const navigate = useNavigate();
  const wanted = useDeferredValue(text);
  const enabled = isEnabled && wanted.length >= 2;
  const { data, isFetching } = useQuery({
    queryKey: ['palette', 'people', wanted],
    queryFn: ({ signal }) => searchPeople(wanted, signal),
    placeholderData: keepPreviousData,
    enabled,
  });
  const items = (enabled ? (data ?? []) : []).map((person) => ({
    id: `person:${person.user_id}`,
    title: person.name,
    hint: person.post,
    icon: IconUser,
    run: () => void navigate({ to: '/people/$userId', params: { userId: person.user_id } }),
  }));
  return { items, searching: enabled && isFetching };
}

/** The first reading of the query that finds somebody. */
async function searchPeople(text: string, signal: AbortSignal) {
  for (const query of readings(text)) {
    const { items } = await api.people({ query, limit: MOST_SCOPED }, signal);
    if (items.length > 0) return items;
  }
  return [];
}
