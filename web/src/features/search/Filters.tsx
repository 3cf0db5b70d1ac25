// SPDX-License-Identifier: EUPL-1.2
// The filters of a search in messages: where, who, when, of what kind, and in which order.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageHit, Profile, SearchKind, SearchOrder } from '@/engine/rpc/protocol';
import { useProfile, useRoomList } from '@/engine/rpc/react';
import { useSession } from '@/shared/session';
import { type Choice, SearchSelect, Select } from '@/ui';
import { DateField } from '@/ui/DateFields/lazy';
import { PERIODS, type Period, useChangeSearch, useSearchAddress } from './address';
import styles from './Search.module.css';

const ANY = 'any';
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
    <section aria-label={t('filters')}>
      <div className={styles.filters}>
        <WhereFilter />
        <WhoFilter hits={hits} />
        <Select<Period>
          label={t('when.label')}
          bare
          choices={PERIODS.map((id) => ({ id, label: t(`when.${id}`) }))}
          value={period}
          onChange={(id) => change({ when: id === ANY ? undefined : id, since: undefined, until: undefined })}
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
      </div>
      {period === 'dates' && <DateFilter />}
    </section>
  );
}

/** Either end may stay open. */
function DateFilter() {
  const { t } = useTranslation('search');
  const { since, until } = useSearchAddress();
  const change = useChangeSearch();
  const wrong = since !== '' && until !== '' && since > until;
  return (
    <div className={styles.dates}>
      <DateField
        what="day"
        label={t('when.since')}
        value={since}
        onChange={(day) => change({ since: day || undefined })}
        autoFocus={since === '' && until === ''}
      />
      <DateField
        what="day"
        label={t('when.until')}
        value={until}
        onChange={(day) => change({ until: day || undefined })}
        error={wrong ? t('when.wrong') : null}
      />
    </div>
  );
}

function WhereFilter() {
  const { t } = useTranslation('search');
  const { t: compose } = useTranslation('compose');
  const { roomId } = useSearchAddress();
  const { value: list } = useRoomList();
  const change = useChangeSearch();
  const choices = useMemo(() => {
    const rooms = list?.rooms ?? [];
    const chosen = rooms.filter((room) => room.roomId === roomId);
    const others = rooms.filter((room) => room.membership === 'join' && room.roomId !== roomId);
    const named = [...chosen, ...others].map(({ roomId: id, name, saved }) => ({
      id,
      label: saved ? compose('saved.title') : name,
    }));
    return [{ id: ANY, label: t('where.any') }, ...named];
  }, [list, roomId, t, compose]);
  return (
    <SearchSelect<string>
      label={t('where.label')}
      searchLabel={t('where.find')}
      emptyText={t('where.none')}
      choices={choices}
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
