// SPDX-License-Identifier: EUPL-1.2
// Letting a person go: who, who takes over, what that does, and the deed itself.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queries } from '@/api/queries';
import { Button, SkeletonRows } from '@/ui';
import styles from '../Admin.module.css';
import { Loaded } from '../parts/Loaded';
import { type Chosen, PersonPicker } from '../parts/PersonPicker';
import { addressOf, useAsked } from '../place';
import { leaving } from './api';
import { Ending, Tiles } from './Ending';
import { LetGoDialog } from './LetGoDialog';

export function LetGoPage() {
  const asked = useAsked('person');
  // A card cannot be loaded for everybody: the plan knows the name, too.
  const { data, isPending } = useQuery({ ...queries.person(asked ?? ''), enabled: asked !== null, retry: false });
  if (asked && isPending) return <SkeletonRows count={5} avatar={false} />;
  const known = asked ? { user_id: asked, name: data?.name ?? asked } : null;
  return <LetGo key={asked ?? ''} known={known} />;
}

function LetGo({ known }: { known: Chosen | null }) {
  const { t } = useTranslation('admin');
  const navigate = useNavigate();
  const [successor, setSuccessor] = useState<Chosen | null>(null);
  const choose = (person: Chosen | null) => {
    const query = person ? `?person=${encodeURIComponent(person.user_id)}` : '';
    void navigate({ href: addressOf('offboarding', 'new') + query, replace: true });
  };
  return (
    <div className={styles.stack}>
      <p className={styles.text}>{t('leaving.text')}</p>
      <div className={styles.pair}>
        <PersonPicker label={t('leaving.who')} value={known} onChange={choose} />
        {known && (
          <PersonPicker
            label={t('leaving.successor')}
            hint={t('leaving.successorHint')}
            value={successor}
            onChange={setSuccessor}
            except={known.user_id}
          />
        )}
      </div>
      {known && <Preview leaver={known} successor={successor} />}
    </div>
  );
}

function Preview({ leaver, successor }: { leaver: Chosen; successor: Chosen | null }) {
  const { t } = useTranslation('admin');
  const [opened, setOpened] = useState(false);
  const plan = useQuery({
    ...leaving.plan(leaver.user_id, successor?.user_id ?? null),
    placeholderData: keepPreviousData,
    retry: false,
  });
  return (
    <Loaded query={plan} title={t('leaving.planFailed')}>
      {(data) => (
        <>
          <Tiles plan={data} />
          <Ending plan={data} />
          <section className={styles.danger} aria-label={t('leaving.act', { name: data.name })}>
            <p>{t('leaving.warning')}</p>
            <Button variant="danger" isDisabled={plan.isPlaceholderData} onPress={() => setOpened(true)}>
              {t('leaving.act', { name: data.name })}
            </Button>
          </section>
          {opened && <LetGoDialog plan={data} successor={successor} onClose={() => setOpened(false)} />}
        </>
      )}
    </Loaded>
  );
}
