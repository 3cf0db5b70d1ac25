// SPDX-License-Identifier: EUPL-1.2
// A person's or chat's picture, or initials while there is none; presence is told in words as well.
import { useState } from 'react';
import { classes } from '../classes';
import styles from './Avatar.module.css';
import { initials, tint } from './initials';

export type PresenceMark = 'online' | 'away' | 'offline';

interface AvatarProps {
  name: string;
  /** Address of the picture, e.g. from `useAvatarUrl`. */
  url?: string | null;
  size?: 24 | 32 | 36 | 40 | 48 | 72 | 96;
  /** Rooms are rounded squares, people are round. */
  shape?: 'person' | 'room';
  presence?: PresenceMark | null;
  /** Words for the presence mark; the mark alone is only colour. */
  presenceLabel?: string;
  className?: string | undefined;
}

/** Decoration beside a written name: hidden from screen readers except for presence words. */
export function Avatar({ name, url, size = 36, shape = 'person', presence, presenceLabel, className }: AvatarProps) {
  const [broken, setBroken] = useState<string | null>(null);
  const showPicture = Boolean(url) && broken !== url;
  return (
    <span
      className={classes(styles.avatar, styles[`size${size}`], shape === 'room' && styles.room, className)}
      data-tint={tint(name)}
    >
      {showPicture ? (
        <img src={url ?? ''} alt="" className={styles.picture} onError={() => setBroken(url ?? null)} loading="lazy" />
      ) : (
        <span aria-hidden="true">{initials(name)}</span>
      )}
      {presence && (
        <span className={classes(styles.presence, styles[presence])}>
          {presenceLabel && <span className="visually-hidden">{presenceLabel}</span>}
        </span>
      )}
    </span>
  );
}
