// SPDX-License-Identifier: EUPL-1.2
// People one below the other, with a picture and perhaps a time: readers, voters, those who reacted.
import type { Profile } from '@/engine/rpc/protocol';
import { useAvatarUrl } from '@/engine/rpc/react';
import { Avatar } from '@/ui';
import styles from './PersonLines.module.css';

interface PersonLinesProps {
  people: readonly (Profile & { note?: string })[];
}

export function PersonLines({ people }: PersonLinesProps) {
  return (
    <ul className={styles.people}>
      {people.map((person) => (
        <li key={person.userId} className={styles.person}>
          <Face person={person} />
          <span className={styles.name}>{person.name}</span>
          {person.note && <span className={styles.note}>{person.note}</span>}
        </li>
      ))}
    </ul>
  );
}

function Face({ person }: { person: Profile }) {
  const url = useAvatarUrl(person.avatar, 32);
  return <Avatar name={person.name} url={url} size={32} />;
}
