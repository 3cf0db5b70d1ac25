// SPDX-License-Identifier: EUPL-1.2
// Sign-in: user name and password, looks and language, and the logins of a demo server.
import { IconFingerprint } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { queries } from '@/api/queries';
import type { DemoLogin } from '@/api/types';
import { Mark } from '@/shared/Mark';
import { hasPasskeys } from '@/shared/passkeys';
import { useSetSession } from '@/shared/session';
import { Banner, Button } from '@/ui';
import { CodeForm } from './CodeForm';
import { DemoLogins } from './DemoLogins';
import styles from './Login.module.css';
import { LoginForm } from './LoginForm';
import { LooksBar } from './LooksBar';
import { useSignIn } from './useSignIn';

export function LoginPage() {
  const { t } = useTranslation('auth');
  const { data: config } = useQuery(queries.config());
  const { next, reason } = useSearch({ from: '/login' });
  const navigate = useNavigate();
  const router = useRouter();
  const setSession = useSetSession();
  const signIn = useSignIn((session) => {
    setSession(session);
    if (next) router.history.replace(next);
    else void navigate({ to: '/portal', replace: true });
  });
  const enterAs = ({ user, password }: DemoLogin) => signIn.submit(user, password);
  useEffect(() => {
    document.title = `${t('enter')} · Chancery`;
  }, [t]);
  return (
    <div className={styles.page}>
      <main className={styles.main}>
        <div className={styles.card}>
          <header className={styles.head}>
            <Mark size={48} />
            <div>
              <h1 className={styles.agency}>{config?.agency_name ?? 'Chancery'}</h1>
              <p className={styles.server}>{config ? t('onServer', { server: config.server_name }) : ' '}</p>
            </div>
          </header>
          {reason === 'ended' && (
            <Banner tone="warn" boxed>
              {t('sessionEnded')}
            </Banner>
          )}
          {signIn.codeFor === null ? (
            <>
              <LoginForm signIn={signIn} />
              <p className={styles.note}>{t('forgot')}</p>
            </>
          ) : (
            <CodeForm signIn={signIn} user={signIn.codeFor} />
          )}
          {hasPasskeys() && (
            <Button size="lg" wide icon={IconFingerprint} onPress={() => !signIn.isPending && signIn.submitPasskey()}>
              {t('passkey')}
            </Button>
          )}
        </div>
        {config?.demo && config.demo_logins.length > 0 && (
          <DemoLogins logins={config.demo_logins} isDisabled={signIn.isPending} onChoose={enterAs} />
        )}
      </main>
      <LooksBar />
    </div>
  );
}
