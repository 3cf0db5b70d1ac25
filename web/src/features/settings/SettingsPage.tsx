// SPDX-License-Identifier: EUPL-1.2
// Settings: sections at the left, the chosen one beside them; on a phone one after the other.
import { IconArrowLeft, IconChevronRight } from '@tabler/icons-react';
import { useNavigate, useParams } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { classes, IconButton, Link, PaneHead, Panes, useIsPhone } from '@/ui';
import styles from './Settings.module.css';
import { isSection, SECTION_IDS, SECTIONS, type SectionId } from './sections';

export function SettingsPage() {
  const { t } = useTranslation('settings');
  const { section } = useParams({ strict: false });
  const phone = useIsPhone();
  const chosen = isSection(section) ? section : null;
  const shown = chosen ?? 'profile';
  const { Page } = SECTIONS[shown];
  return (
    <Panes
      list={<SectionList current={phone ? chosen : shown} />}
      listLabel={t('title')}
      mainLabel={t(`sections.${shown}`)}
      phoneShows={chosen ? 'main' : 'list'}
      narrows={false}
    >
      <PaneHead title={t(`sections.${shown}`)} before={phone && <Back />} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be focusable. */}
      <div className={styles.scroll} tabIndex={0}>
        <div className={styles.content}>
          <Suspense fallback={null}>
            <Page />
          </Suspense>
        </div>
      </div>
    </Panes>
  );
}

function Back() {
  const { t } = useTranslation('settings');
  const navigate = useNavigate();
  return <IconButton label={t('back')} icon={IconArrowLeft} onPress={() => void navigate({ to: '/settings' })} />;
}

function SectionList({ current }: { current: SectionId | null }) {
  const { t } = useTranslation('settings');
  return (
    <>
      <PaneHead title={t('title')} level={current ? 2 : 1} />
      <nav aria-label={t('title')}>
        <ul className={styles.sections}>
          {SECTION_IDS.map((id) => (
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
  const { t } = useTranslation('settings');
  const Icon = SECTIONS[id].icon;
  return (
    <Link
      href={`/settings/${id}`}
      className={classes(styles.section, isCurrent && styles.current)}
      {...(isCurrent ? { 'aria-current': 'page' as const } : {})}
    >
      <Icon size={20} stroke={1.6} aria-hidden />
      <span className={styles.sectionName}>{t(`sections.${id}`)}</span>
      <IconChevronRight size={18} aria-hidden className={styles.chevron} />
    </Link>
  );
}
