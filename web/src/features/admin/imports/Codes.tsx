// SPDX-License-Identifier: EUPL-1.2
// Codes on paper for the first sign-in of new people: shown once, for printing.
import { IconPrinter } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Banner, Button } from '@/ui';
import admin from '../Admin.module.css';
import { makeCodes } from './api';
import styles from './Imports.module.css';
import { useImportRefusal } from './useImportRefusal';

export function Codes({ id }: { id: string }) {
  const { t } = useTranslation('imports');
  const refusal = useImportRefusal();
  const { data, mutate, isPending, error } = useMutation({ mutationFn: () => makeCodes(id) });
  return (
    <section className={admin.block}>
      <h3>{t('codes')}</h3>
      <p className={admin.text}>
        {t('codesText', { address: data?.address ?? `${location.origin}/api/v1/invitation` })}
      </p>
      {error && (
        <Banner tone="bad" boxed>
          {refusal(error)}
        </Banner>
      )}
      {data && (
        <table className={styles.sheet}>
          <thead>
            <tr>
              <th scope="col">{t('names.name')}</th>
              <th scope="col">{t('userName')}</th>
              <th scope="col">{t('code')}</th>
            </tr>
          </thead>
          <tbody>
            {data.items.map((one) => (
              <tr key={one.user_id}>
                <td>{one.name}</td>
                <td>{one.user_id.slice(1).split(':')[0]}</td>
                <td className={styles.code}>{one.code}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div className={admin.bar}>
        <Button isPending={isPending} onPress={() => mutate()}>
          {t('makeCodes')}
        </Button>
        {data && (
          <Button variant="primary" icon={IconPrinter} onPress={() => window.print()}>
            {t('print')}
          </Button>
        )}
      </div>
    </section>
  );
}
