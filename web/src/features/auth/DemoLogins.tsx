// SPDX-License-Identifier: EUPL-1.2
// On a demo server: the people one may sign in as, each one press away.
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { DemoLogin } from '@/api/types';
import { Avatar } from '@/ui';
import styles from './Login.module.css';

interface DemoLoginsProps {
  logins: DemoLogin[];
  isDisabled: boolean;
  onChoose(login: DemoLogin): void;
}

export function DemoLogins({ logins, isDisabled, onChoose }: DemoLoginsProps) {
  const { t } = useTranslation('auth');
  return (
    <section className={styles.demo} aria-labelledby="demo-title">
      <h2 id="demo-title">{t('demoTitle')}</h2>
      <p className={styles.note}>{t('demoText')}</p>
      <ul className={styles.logins}>
        {logins.map((login) => (
          <li key={login.user}>
            <AriaButton className={styles.login} isDisabled={isDisabled} onPress={() => onChoose(login)}>
              <Avatar name={login.name} size={40} />
              <span className={styles.words}>
                <span className={styles.name}>{login.name}</span>
                <span className={styles.post}>{login.post}</span>
                <span className={styles.secret}>
                  {login.user} · {login.password}
                </span>
              </span>
            </AriaButton>
          </li>
        ))}
      </ul>
    </section>
  );
}
