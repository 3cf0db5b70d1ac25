// SPDX-License-Identifier: EUPL-1.2
// The place of a timeline that is being opened.
import { useTranslation } from 'react-i18next';
import { useQuietStart } from '@/ui';
import { SkeletonMessages } from './Beginning';
import styles from './Timeline.module.css';

export function OpeningSkeleton() {
  const { t } = useTranslation('ui');
  const visible = useQuietStart();
  return (
    <div className={styles.opening} role="status">
      {visible && (
        <>
          <span className="visually-hidden">{t('loading')}</span>
          <SkeletonMessages count={7} />
        </>
      )}
    </div>
  );
}
