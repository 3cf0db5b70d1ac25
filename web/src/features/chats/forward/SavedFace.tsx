// SPDX-License-Identifier: EUPL-1.2
// Stands where other chats have their picture.
import { IconBookmark } from '@tabler/icons-react';
import { classes } from '@/ui';
import styles from './SavedFace.module.css';

export function SavedFace({ small }: { small?: boolean }) {
  return (
    <span className={classes(styles.face, small && styles.small)}>
      <IconBookmark size={small ? 18 : 22} stroke={1.8} aria-hidden />
    </span>
  );
}
