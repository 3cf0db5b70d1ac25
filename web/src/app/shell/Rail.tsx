// SPDX-License-Identifier: EUPL-1.2
// The column at the left: parts of the product above, notifications, help and the person below.
import { IconBell, IconHelp } from '@tabler/icons-react';
import { useRouterState } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense } from 'react';
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useRoomListPart, useUnreadNotifications } from '@/engine/rpc/react';
import { Mark } from '@/shared/Mark';
import { shortcut } from '@/shared/shortcuts';
import { Badge, classes, Dot, type IconType, Link, Tooltip, TooltipTrigger } from '@/ui';
import { MODULES, type ModuleEntry } from './modules';
import { ProfileButton } from './ProfileButton';
import styles from './Rail.module.css';
import { openPart, togglePart } from './shellStore';

const ConsoleLink = lazy(() => import('./ConsoleLink').then((module) => ({ default: module.ConsoleLink })));

export function Rail() {
  const { t } = useTranslation('app');
  return (
    <nav className={styles.rail} data-region="rail" aria-label={t('rail.label')}>
      <Link href="/portal" className={styles.mark} aria-label={t('rail.home')}>
        <Mark size={36} />
      </Link>
      <ul className={styles.list}>
        {MODULES.map((entry) => (
          <li key={entry.id}>
            <ModuleLink entry={entry} />
          </li>
        ))}
      </ul>
      <div className={styles.foot}>
        <Suspense fallback={null}>
          <ConsoleLink />
        </Suspense>
        <Bell />
        <RailButton
          label={t('rail.help')}
          icon={IconHelp}
          keys={shortcut('help').keys}
          onPress={() => openPart('shortcuts')}
        />
        <ProfileButton placement="right bottom" />
      </div>
    </nav>
  );
}

export function ModuleLink({ entry }: { entry: ModuleEntry }) {
  const { t } = useTranslation('app');
  const here = useRouterState({ select: (state) => state.location.pathname.startsWith(entry.href) });
  const Icon = entry.icon;
  return (
    <TooltipTrigger>
      <Link
        href={entry.href}
        className={classes(styles.entry, here && styles.here)}
        {...(here ? { 'aria-current': 'page' as const } : {})}
      >
        <span className={styles.icon}>
          <Icon size={22} stroke={1.6} aria-hidden />
          {entry.id === 'chats' && <ChatsMark />}
        </span>
        <span className={styles.word}>{t(`modules.${entry.id}`)}</span>
      </Link>
      <Tooltip keys={shortcut(entry.shortcut).keys} placement="right">
        {t(`modules.${entry.id}`)}
      </Tooltip>
    </TooltipTrigger>
  );
}

function ChatsMark() {
  const { t } = useTranslation('app');
  const unread = useRoomListPart((list) => list?.totalUnread ?? 0);
  return <Badge count={unread} label={t('rail.unread', { count: unread })} className={styles.badge} />;
}

function Bell() {
  const { t } = useTranslation('app');
  const unread = useUnreadNotifications();
  const mark = unread > 0 && <Dot label={t('rail.news', { count: unread })} className={styles.dot} />;
  return (
    <RailButton
      label={t('rail.notifications')}
      icon={IconBell}
      keys={shortcut('notifications').keys}
      mark={mark}
      onPress={() => togglePart('notifications')}
    />
  );
}

interface RailButtonProps {
  label: string;
  icon: IconType;
  keys: string;
  mark?: ReactNode;
  onPress(): void;
}

function RailButton({ label, icon: Icon, keys, mark, onPress }: RailButtonProps) {
  return (
    <TooltipTrigger>
      <Button className={styles.button} onPress={onPress}>
        <Icon size={22} stroke={1.6} aria-hidden />
        <span className="visually-hidden">{label}</span>
        {mark}
      </Button>
      <Tooltip keys={keys} placement="right">
        {label}
      </Tooltip>
    </TooltipTrigger>
  );
}
