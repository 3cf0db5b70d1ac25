// SPDX-License-Identifier: EUPL-1.2
// Who wants to come in, as whom, and what it could do then.
import { IconAt, IconDeviceMobile, IconIdBadge2, IconMail, IconMessages, IconRefresh } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '@/api/types';
import { Avatar, Banner, type IconType } from '@/ui';
import type { Client } from './calls';
import styles from './OAuth.module.css';

const RIGHTS = [
  ['messages', IconMessages, /^urn:matrix:.*client:api:/],
  ['device', IconDeviceMobile, /^urn:matrix:.*client:device:/],
  ['account', IconAt, /^openid$/],
  ['profile', IconIdBadge2, /^profile$/],
  ['email', IconMail, /^email$/],
  ['offline', IconRefresh, /^offline_access$/],
] as const satisfies readonly (readonly [string, IconType, RegExp])[];

interface ConsentProps {
  client: Client;
  session: Session;
  scope: readonly string[];
  deviceId: string | null | undefined;
  /** The buttons, and what stands before them. */
  children: ReactNode;
}

export function useClientName(client: Client): string {
  const { i18n } = useTranslation();
  return client.names[i18n.language] ?? client.name;
}

export function Consent({ client, session, scope, deviceId, children }: ConsentProps) {
  const { t } = useTranslation('oauth');
  const name = useClientName(client);
  return (
    <>
      <div className={styles.words}>
        <h1 className={styles.title}>{t('title', { name })}</h1>
        <p className={styles.quiet}>{new URL(client.uri).host}</p>
      </div>
      <div className={styles.person}>
        <Avatar name={session.display_name} size={40} />
        <p className={styles.who}>
          <b>{session.display_name}</b>
          <span className={styles.quiet}>{session.user_id}</span>
        </p>
      </div>
      <section aria-labelledby="rights" className={styles.words}>
        <h2 id="rights" className={styles.heading}>
          {t('rights')}
        </h2>
        <ul className={styles.rights}>
          {RIGHTS.filter(([, , pattern]) => scope.some((token) => pattern.test(token))).map(([key, Icon]) => (
            <li key={key}>
              <Icon size={20} aria-hidden />
              {t(`right.${key}`, { device: deviceId ?? '' })}
            </li>
          ))}
        </ul>
      </section>
      {!client.is_managed && (
        <Banner tone="warn" boxed>
          {t('unchecked')}
        </Banner>
      )}
      {children}
      <Terms client={client} />
    </>
  );
}

function Terms({ client }: { client: Client }) {
  const { t } = useTranslation('oauth');
  const links = [
    ['policy', client.policy_uri],
    ['terms', client.tos_uri],
  ] as const;
  const known = links.filter(([, address]) => address);
  if (known.length === 0) return null;
  return (
    <p className={styles.terms}>
      {known.map(([key, address]) => (
        <a key={key} href={address ?? ''} target="_blank" rel="noopener noreferrer">
          {t(key)}
        </a>
      ))}
    </p>
  );
}
