// SPDX-License-Identifier: EUPL-1.2
// Three panes: a list, the main content and an optional panel at the right; on narrow screens one at a time.
import { IconX } from '@tabler/icons-react';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../Button/IconButton';
import { classes } from '../classes';
import { useMediaQuery } from '../useMediaQuery';
import styles from './Panes.module.css';

/** Width of the list pane: 320, 240 or 68 px. */
export type ListWidth = 'full' | 'compact' | 'icons';

/** The person's chosen width; the application provides it from the preferences. */
export const ListWidthContext = createContext<ListWidth>('full');

export const PHONE = '(width < 720px)';
const NARROW = '(width >= 720px) and (width < 960px)';

export function useIsPhone(): boolean {
  return useMediaQuery(PHONE);
}

/** The width at which the list is drawn now, for rows that adapt to it. */
export function useListWidth(): ListWidth {
  const chosen = useContext(ListWidthContext);
  const phone = useIsPhone();
  const narrow = useMediaQuery(NARROW);
  if (phone) return 'full';
  return narrow ? 'icons' : chosen;
}

interface PanesProps {
  list?: ReactNode;
  listLabel?: string;
  children: ReactNode;
  mainLabel: string;
  /** What a phone shows; Back leads from main to list by the router. */
  phoneShows?: 'list' | 'main';
  aside?: ReactNode;
  className?: string;
  /** False for lists that cannot be drawn as icons only: they keep 240 px. */
  narrows?: boolean;
}

export function Panes({
  list,
  listLabel,
  children,
  mainLabel,
  phoneShows = 'main',
  aside,
  className,
  narrows = true,
}: PanesProps) {
  const phone = useIsPhone();
  const drawn = useListWidth();
  const width = drawn === 'icons' && !narrows ? 'compact' : drawn;
  const showList = list && (!phone || phoneShows === 'list');
  const showMain = !phone || phoneShows === 'main' || !list;
  const List = showMain ? 'section' : 'main';
  return (
    <div className={classes(styles.panes, className)}>
      {showList && (
        <List className={styles.list} data-width={width} data-region="list" aria-label={listLabel} tabIndex={-1}>
          {list}
        </List>
      )}
      {showMain && (
        <main className={styles.main} data-region="main" aria-label={mainLabel} tabIndex={-1}>
          {children}
        </main>
      )}
      {aside}
    </div>
  );
}

interface AsideProps {
  title: string;
  onClose(): void;
  /** Buttons before the close button. */
  actions?: ReactNode;
  children: ReactNode;
}

const FRESH_MS = 700;

/** The button appears under the pointer that has just opened the pane: nobody asked what it is. */
function useIsFresh(): boolean {
  const [fresh, setFresh] = useState(true);
  useEffect(() => {
    const timer = setTimeout(() => setFresh(false), FRESH_MS);
    return () => clearTimeout(timer);
  }, []);
  return fresh;
}

/** The right pane: one at a time, 360 px, over the main pane where there is no room beside it. */
export function Aside({ title, onClose, actions, children }: AsideProps) {
  const fresh = useIsFresh();
  const { t } = useTranslation('ui');
  return (
    <aside className={styles.aside} data-region="aside" aria-label={title} tabIndex={-1}>
      <header className={styles.asideHead}>
        <h2 className={styles.asideTitle}>{title}</h2>
        {actions}
        <IconButton label={t('close')} icon={IconX} untold={fresh} onPress={onClose} />
      </header>
      <div className={styles.asideBody}>{children}</div>
    </aside>
  );
}

interface PaneHeadProps {
  title: ReactNode;
  /** Before the title, e.g. Back on a phone. */
  before?: ReactNode;
  children?: ReactNode;
  level?: 1 | 2;
}

/** The first line of a pane: title at the left, actions at the right. */
export function PaneHead({ title, before, children, level = 1 }: PaneHeadProps) {
  const Title = level === 1 ? 'h1' : 'h2';
  return (
    <header className={styles.head}>
      {before}
      <Title className={styles.headTitle}>{title}</Title>
      {children}
    </header>
  );
}
