// SPDX-License-Identifier: EUPL-1.2
// The console: its sections at the left, the chosen one beside them; on a phone one after the other.
import { IconArrowLeft, IconChevronRight, IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { administered } from '@/api/administration';
import { errorCode, errorText } from '@/shared/errors';
import { useSession } from '@/shared/session';
import { classes, EmptyState, ErrorState, IconButton, Link, PaneHead, Panes, SkeletonRows, useIsPhone } from '@/ui';
import styles from './Admin.module.css';
import { addressOf, type SectionId, usePlace } from './place';
import { SECTIONS, sectionsFor } from './sections';

export function AdminPage() {
  const { t } = useTranslation('admin');
  const { is_admin: runsServer } = useSession();
  const { data, error, refetch } = useQuery(administered());
  if (!data) {
    return (
      <Panes mainLabel={t('title')}>
        {error ? (
          <ErrorState page title={t('failed')} code={errorCode(error)} onRetry={() => void refetch()}>
            {errorText(error)}
          </ErrorState>
        ) : (
          <SkeletonRows count={6} avatar={false} />
        )}
      </Panes>
    );
  }
  const sections = sectionsFor(data.units.length, runsServer);
  if (sections.length === 0) {
    return (
      <Panes mainLabel={t('title')}>
        <EmptyState page icon={IconLock} title={t('nothing')}>
          {t('nothingText')}
        </EmptyState>
      </Panes>
    );
  }
  return <Console sections={sections} />;
}

function Console({ sections }: { sections: SectionId[] }) {
  const { t } = useTranslation('admin');
  const { section, item } = usePlace();
  const phone = useIsPhone();
  const chosen = sections.find((id) => id === section) ?? null;
  const shown = chosen ?? sections[0] ?? 'offboarding';
  const { Page } = SECTIONS[shown];
  return (
    <Panes
      list={<SectionList sections={sections} current={phone ? chosen : shown} />}
      listLabel={t('title')}
      mainLabel={t(`sections.${shown}`)}
      phoneShows={chosen ? 'main' : 'list'}
      narrows={false}
    >
      <PaneHead
        title={t(`sections.${shown}`)}
        before={(phone || item) && <Back to={item ? addressOf(shown) : '/admin'} />}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be focusable. */}
      <div className={styles.scroll} tabIndex={0}>
        <div className={styles.content}>
          <Suspense fallback={<SkeletonRows count={6} avatar={false} />}>
            <Page />
          </Suspense>
        </div>
      </div>
    </Panes>
  );
}

function Back({ to }: { to: string }) {
  const { t } = useTranslation('admin');
  const navigate = useNavigate();
  return <IconButton label={t('back')} icon={IconArrowLeft} onPress={() => void navigate({ href: to })} />;
}

interface SectionListProps {
  sections: SectionId[];
  current: SectionId | null;
}

function SectionList({ sections, current }: SectionListProps) {
  const { t } = useTranslation('admin');
  return (
    <>
      <PaneHead title={t('title')} level={current ? 2 : 1} />
      <nav aria-label={t('title')}>
        <ul className={styles.sections}>
          {sections.map((id) => (
            <li key={id}>
              <SectionLink id={id} isCurrent={id === current} />
            </li>
          ))}
        </ul>
      </nav>
    </>
  );
}

function SectionLink({ id, isCurrent }: { id: SectionId; isCurrent: boolean }) {
  const { t } = useTranslation('admin');
  const Icon = SECTIONS[id].icon;
  return (
    <Link
      href={addressOf(id)}
      className={classes(styles.section, isCurrent && styles.current)}
      {...(isCurrent ? { 'aria-current': 'page' as const } : {})}
    >
      <Icon size={20} stroke={1.6} aria-hidden />
      <span className={styles.sectionName}>{t(`sections.${id}`)}</span>
      <IconChevronRight size={18} aria-hidden className={styles.chevron} />
    </Link>
  );
}
