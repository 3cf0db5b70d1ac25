// SPDX-License-Identifier: EUPL-1.2
// Members by role and name, with a search when there are many, and what one may do with each.
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomDetails, RoomMember } from '@/engine/rpc/protocol';
import { SearchField, Spinner } from '@/ui';
import styles from './Details.module.css';
import { MemberRow } from './MemberRow';

const MANY = 12;
const PAGE = 60;

const byName = new Intl.Collator();

/** Joined first by power and name, then those who are invited. */
export function sortMembers(members: readonly RoomMember[]): RoomMember[] {
  const shown = members.filter(({ membership }) => membership === 'join' || membership === 'invite');
  const place = ({ membership }: RoomMember) => (membership === 'join' ? 0 : 1);
  return shown.sort((a, b) => place(a) - place(b) || b.power - a.power || byName.compare(a.name, b.name));
}

export function MemberList({ room }: { room: RoomDetails }) {
  const { t } = useTranslation('chats');
  const [typed, setTyped] = useState('');
  const [limit, setLimit] = useState(PAGE);
  const members = useMemo(() => sortMembers(room.members), [room.members]);
  const wanted = typed.trim().toLocaleLowerCase();
  const found = useMemo(
    () => members.filter(({ name, userId }) => !wanted || `${name} ${userId}`.toLocaleLowerCase().includes(wanted)),
    [members, wanted],
  );
  return (
    <section className={styles.section} aria-label={t('details.members')}>
      <h3 className={styles.sectionTitle}>
        {t('room.members', { count: room.joinedCount })}
        {!room.membersComplete && <Spinner size={16} />}
      </h3>
      {members.length > MANY && <SearchField label={t('details.findMember')} value={typed} onChange={setTyped} />}
      <ul className={styles.members}>
        {found.slice(0, limit).map((member) => (
          <MemberRow key={member.userId} member={member} room={room} />
        ))}
      </ul>
      {found.length === 0 && <p className={styles.hint}>{t('people.nobody')}</p>}
      {found.length > limit && (
        <button type="button" className={styles.more} onClick={() => setLimit(limit + PAGE)}>
          {t('details.moreMembers', { count: found.length - limit })}
        </button>
      )}
    </section>
  );
}
