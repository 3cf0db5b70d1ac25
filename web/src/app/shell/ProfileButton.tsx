// SPDX-License-Identifier: EUPL-1.2
// The person's picture in the rail; its menu is loaded after the first paint.
import { lazy, Suspense } from 'react';
import type { PopoverProps } from 'react-aria-components';
import { useSession } from '@/shared/session';
import { Avatar } from '@/ui';
import styles from './Rail.module.css';

const ProfileMenu = lazy(() => import('./ProfileMenu').then((module) => ({ default: module.ProfileMenu })));

export function ProfileButton({ placement }: { placement: PopoverProps['placement'] }) {
  const { display_name: name } = useSession();
  const picture = (
    <span className={styles.button}>
      <Avatar name={name} />
    </span>
  );
  return (
    <Suspense fallback={picture}>
      <ProfileMenu placement={placement} />
    </Suspense>
  );
}
