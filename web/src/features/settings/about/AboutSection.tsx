// SPDX-License-Identifier: EUPL-1.2
// Versions, the licence, and the works of others that the client is made of.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { queries } from '@/api/queries';
import { useEngineStatus } from '@/engine/rpc/react';
import { useSession } from '@/shared/session';
import { Block } from '../Block';
import styles from '../Settings.module.css';

export function AboutSection() {
  const { t } = useTranslation('settings');
  const { data: config } = useQuery(queries.config());
  const { value: status } = useEngineStatus();
  const session = useSession();
  const facts = [
    [t('about.agency'), config?.agency_name],
    [t('about.server'), config && `${session.server_name}, ${config.version}`],
    [t('about.client'), __APP_VERSION__],
    [t('about.engine'), status && t(`about.host.${status.host}`)],
    [t('about.device'), session.device_id],
  ] as const;
  return (
    <>
      <Block title="Chancery" text={t('about.text')}>
        <dl className={styles.facts}>
          {facts.map(([name, value]) => (
            <div key={name} className={styles.fact}>
              <dt>{name}</dt>
              <dd>{value ?? '—'}</dd>
            </div>
          ))}
        </dl>
      </Block>
      <Block title={t('about.licence')} text={t('about.licenceText')} />
      <Block title={t('about.works')} text={t('about.worksText')}>
        <ul className={styles.works}>
          {__SHIPPED_WORKS__.map(({ name, licence }) => (
            <li key={name}>
              {name} <span className={styles.lineText}>{licence}</span>
            </li>
          ))}
        </ul>
      </Block>
    </>
  );
}
