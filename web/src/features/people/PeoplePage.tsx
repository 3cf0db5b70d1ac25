// SPDX-License-Identifier: EUPL-1.2
// The directory: units at the left, people in the middle, one person's card at the right.
import { IconUsers } from '@tabler/icons-react';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState, Panes, useIsPhone } from '@/ui';
import { PeopleList } from './PeopleList';
import { PersonAside } from './PersonAside';
import { UnitPane } from './UnitPane';

export function PeoplePage() {
  const { t } = useTranslation('people');
  const { userId } = useParams({ strict: false });
  const { q = '', unit } = useSearch({ from: '/signed-in/people' });
  const navigate = useNavigate();
  const phone = useIsPhone();
  const search = { ...(q ? { q } : {}), ...(unit ? { unit } : {}) };
  const open = (id: string) => void navigate({ to: '/people/$userId', params: { userId: id }, search });
  const close = () => void navigate({ to: '/people', search });
  const aside = userId && <PersonAside userId={userId} onClose={close} />;
  if (phone) {
    return (
      <Panes mainLabel={t('title')} aside={aside}>
        {!userId && <PeopleList query={q} unit={unit ?? null} current={null} onOpen={open} withUnits />}
      </Panes>
    );
  }
  return (
    <Panes
      list={<UnitPane unit={unit ?? null} />}
      listLabel={t('units')}
      mainLabel={t('title')}
      aside={aside}
      narrows={false}
    >
      <PeopleList query={q} unit={unit ?? null} current={userId ?? null} onOpen={open} />
    </Panes>
  );
}

export function NobodyFound({ query }: { query: string }) {
  const { t } = useTranslation('people');
  return (
    <EmptyState icon={IconUsers} title={query ? t('nobodyFound', { query }) : t('nobodyHere')}>
      {t(query ? 'nobodyFoundText' : 'nobodyHereText')}
    </EmptyState>
  );
}
