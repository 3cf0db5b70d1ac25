// SPDX-License-Identifier: EUPL-1.2
// The card in which these pages stand, for people who are signed in; everybody else goes to the login and comes back.
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { ApiError } from '@/api/client';
import { queries } from '@/api/queries';
import type { Session } from '@/api/types';
import { Mark } from '@/shared/Mark';
import { Spinner } from '@/ui';
import { Failed } from './Failed';
import styles from './OAuth.module.css';

interface FrameProps {
  title: string;
  children(session: Session): ReactNode;
}

export function Frame({ title, children }: FrameProps) {
  const { data: config } = useQuery(queries.config());
  const { data: session, error, refetch } = useQuery(queries.session());
  const refused = error instanceof ApiError && error.status === 401;
  useEffect(() => {
    document.title = `${title} · Chancery`;
  }, [title]);
  return (
    <div className={styles.page}>
      <main className={styles.card}>
        <header className={styles.head}>
          <Mark size={40} />
          <p className={styles.agency}>{config?.agency_name ?? 'Chancery'}</p>
        </header>
        {refused && <ToLogin />}
        {session && children(session)}
        {error && !refused && <Failed error={error} onRetry={() => void refetch()} />}
        {!session && !error && <Spinner />}
      </main>
    </div>
  );
}

function ToLogin() {
  const navigate = useNavigate();
  const router = useRouter();
  useEffect(() => {
    void navigate({ to: '/login', search: { next: router.latestLocation.href }, replace: true });
  }, [navigate, router]);
  return null;
}
