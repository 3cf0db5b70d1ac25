// SPDX-License-Identifier: EUPL-1.2
// Who changed a set when: each version compared with the one that counts, and back into the editor.
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type PolicySet, type PolicyVersion, policies, policyQueries } from '@/api/policies';
import { formatMoment } from '@/shared/dates';
import { errorText } from '@/shared/errors';
import { Button, SkeletonRows, showToast } from '@/ui';
import { diffLines } from './diff';
import styles from './Policies.module.css';

const BUILT_IN: PolicyVersion = { number: 0, comment: '', changed_by: null, changed_at: null };

interface VersionsProps {
  saved: PolicySet;
  onRestore(text: string): void;
}

export function Versions({ saved, onRestore }: VersionsProps) {
  const { t } = useTranslation('policies');
  const { data } = useQuery(policyQueries.versions(saved.agency_id));
  const [compared, setCompared] = useState<number | null>(null);
  if (!data) return <SkeletonRows count={4} />;
  if (data.items.length === 0) return <p className={styles.lead}>{t('noVersions')}</p>;
  return (
    <ul className={styles.list}>
      {[...data.items, BUILT_IN].map((version) => (
        <li key={version.number} className={styles.versionRow}>
          <VersionWords version={version} />
          {version.number !== saved.number && (
            <VersionActs
              saved={saved}
              version={version}
              onRestore={onRestore}
              compared={compared === version.number}
              onCompare={(open) => setCompared(open ? version.number : null)}
            />
          )}
        </li>
      ))}
    </ul>
  );
}

function VersionWords({ version }: { version: PolicyVersion }) {
  const { t } = useTranslation('policies');
  return (
    <div>
      <strong>{version.number === 0 ? t('builtIn') : t('version', { number: version.number })}</strong>
      {version.changed_at !== null && (
        <p className={styles.lead}>
          {t('by', { name: version.changed_by, when: formatMoment(version.changed_at) })} {version.comment}
        </p>
      )}
    </div>
  );
}

interface VersionActsProps extends VersionsProps {
  version: PolicyVersion;
  compared: boolean;
  onCompare(open: boolean): void;
}

function VersionActs({ saved, version, onRestore, compared, onCompare }: VersionActsProps) {
  const { t } = useTranslation('policies');
  const { number } = version;
  const restore = async () => {
    try {
      onRestore((await policies.version(saved.agency_id, number)).text);
      showToast({ text: t('restored', { number }) });
    } catch (error) {
      showToast({ text: errorText(error), tone: 'bad' });
    }
  };
  return (
    <>
      <div className={styles.buttons}>
        <Button size="sm" aria-expanded={compared} onPress={() => onCompare(!compared)}>
          {t('compare')}
        </Button>
        <Button size="sm" onPress={() => void restore()}>
          {t('restore')}
        </Button>
      </div>
      {compared && <Difference saved={saved} number={number} />}
    </>
  );
}

function Difference({ saved, number }: { saved: PolicySet; number: number }) {
  const { t } = useTranslation('policies');
  const { data } = useQuery({
    queryKey: ['policies', 'version', saved.agency_id, number],
    queryFn: () => policies.version(saved.agency_id, number),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const lines = useMemo(() => (data ? diffLines(data.text, saved.text) : []), [data, saved.text]);
  if (!data) return <SkeletonRows count={2} />;
  if (lines.every(({ mark }) => mark === ' ')) return <p className={styles.lead}>{t('same')}</p>;
  return (
    <pre className={styles.code}>
      {lines.map(({ mark, text }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number.
        <span key={index} className={mark === '+' ? styles.added : mark === '-' ? styles.removed : undefined}>
          {mark} {text}
          {'\n'}
        </span>
      ))}
    </pre>
  );
}
