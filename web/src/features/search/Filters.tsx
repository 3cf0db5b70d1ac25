// SPDX-License-Identifier: EUPL-1.2
// The filters of a search in messages: where, who, when, of what kind, and in which order.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageHit, Profile, SearchKind, SearchOrder } from '@/engine/rpc/protocol';
import { useProfile, useRoomList } from '@/engine/rpc/react';
import { useSession } from '@/shared/session';
import { type Choice, Select } from '@/ui';
import { PERIODS, type Period, useChangeSearch, useSearchAddress } from './address';
import styles from './Search.module.css';

const ANY = 'any';
/** A menu of a thousand chats helps nobody; the chat's own search field leads to any other one. */
const OFFERED = 40;
const KINDS: Record<'messages' | 'files', readonly SearchKind[]> = {
  messages: ['any', 'attachments', 'links'],
  files: ['any', 'pictures', 'files'],
};

export function Filters({ hits }: { hits: MessageHit[] }) {
  const { t } = useTranslation('search');
  const { tab, period, kind, order } = useSearchAddress();
  const change = useChangeSearch();
  const kinds = tab === 'messages' || tab === 'files' ? KINDS[tab] : null;
  const orders = (['newest', 'relevance'] as const).map((id) => ({ id, label: t(`order.${id}`) }));
  return (
    <section className={styles.filters} aria-label={t('filters')}>
      <WhereFilter />
      <WhoFilter hits={hits} />
      <Select<Period>
        label={t('when.label')}
        bare
        choices={PERIODS.map((id) => ({ id, label: t(`when.${id}`) }))}
        value={period}
        onChange={(id) => change({ when: id === ANY ? undefined : id })}
      />
      {kinds && (
        <Select<SearchKind>
          label={t('kind.label')}
          bare
          choices={kinds.map((id) => ({ id, label: t(`kind.${id}`) }))}
          value={kinds.includes(kind) ? kind : ANY}
          onChange={(id) => change({ kind: id === ANY ? undefined : id })}
        />
      )}
      <Select<SearchOrder>
        label={t('order.label')}
        bare
        choices={orders}
        value={order}
        onChange={(id) => change({ order: id === 'newest' ? undefined : id })}
      />
    </section>
  );
}

function WhereFilter() {
  const { t } = useTranslation('search');
  const { roomId } = useSearchAddress();
  const { value: list } = useRoomList();
  const change = useChangeSearch();
  const choices = useMemo(() => {
    const rooms = list?.rooms ?? [];
    const chosen = rooms.filter((room) => room.roomId === roomId);
    const others = rooms.filter((room) => room.membership === 'join' && room.roomId !== roomId);
    return [...chosen, ...others].slice(0, OFFERED).map(({ roomId: id, name }) => ({ id, label: name }));
  }, [list, roomId]);
  return (
    <Select<string>
      label={t('where.label')}
      bare
      choices={[{ id: ANY, label: t('where.any') }, ...choices]}
      value={roomId ?? ANY}
      onChange={(id) => change({ in: id === ANY ? undefined : id })}
    />
  );
}

/** Offers oneself and whoever wrote what was found. */
function WhoFilter({ hits }: { hits: MessageHit[] }) {
  const { t } = useTranslation('search');
  const { sender } = useSearchAddress();
  const { user_id: me } = useSession();
  const { value: chosen } = useProfile(sender ?? me);
  const change = useChangeSearch();
  const people = new Map<string, Profile>();
  if (chosen && sender) people.set(chosen.userId, chosen);
  for (const hit of hits) people.set(hit.sender.userId, hit.sender);
  people.delete(me);
  const choices: Choice<string>[] = [
    { id: ANY, label: t('who.any') },
    { id: me, label: t('who.me') },
    ...[...people.values()].map(({ userId, name }) => ({ id: userId, label: name })),
  ];
  return (
    <Select<string>
      label={t('who.label')}
      bare
      choices={choices}
      value={sender ?? ANY}
      onChange={(id) => change({ from: id === ANY ? undefined : id })}
    />
  );
}
