// SPDX-License-Identifier: EUPL-1.2
// The frame of every signed-in page: rail or bottom bar, top bar, strips, the page and floating parts.
import { Outlet, useNavigate, useParams, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlayer } from '@/shared/player/state';
import { type ShortcutId, useShortcut } from '@/shared/shortcuts';
import { useIsPhone } from '@/ui';
import { useRegions } from '../regions';
import { BottomBar } from './BottomBar';
import { ConnectionStrip } from './ConnectionStrip';
import { MODULES } from './modules';
import { Rail } from './Rail';
import styles from './Shell.module.css';
import { closePart, openPart, togglePart, useShell } from './shellStore';
import { TopBar } from './TopBar';

const SignOutDialog = lazy(() => import('./SignOutDialog').then((module) => ({ default: module.SignOutDialog })));
const VerificationHost = lazy(() =>
  import('@/shared/verification/VerificationHost').then((module) => ({ default: module.VerificationHost })),
);
const Watches = lazy(() => import('./Watches').then((module) => ({ default: module.Watches })));
const PlayerBar = lazy(() => import('@/shared/player/PlayerBar').then((module) => ({ default: module.PlayerBar })));
const Palette = lazy(() => import('../palette/Palette').then((module) => ({ default: module.Palette })));
const NotificationCentre = lazy(() =>
  import('../notifications/NotificationCentre').then((module) => ({ default: module.NotificationCentre })),
);
const ShortcutsDialog = lazy(() =>
  import('../shortcuts/ShortcutsDialog').then((module) => ({ default: module.ShortcutsDialog })),
);

export function Shell() {
  const { t } = useTranslation('app');
  const phone = useIsPhone();
  const inDetail = useRouterState({
    select: (state) => /^\/(chats|people|settings|admin)\/./.test(state.location.pathname),
  });
  useRegions();
  useShellShortcuts();
  const deep = phone && inDetail;
  return (
    <div className={styles.shell}>
      <a href="#page" className={styles.skip}>
        {t('skip')}
      </a>
      {!phone && <Rail />}
      {!deep && <TopBar />}
      <div className={styles.body}>
        <ConnectionStrip />
        <LateStrips />
        <div className={styles.page} id="page" tabIndex={-1}>
          <Suspense fallback={null}>
            <Outlet />
          </Suspense>
          <FloatingParts />
        </div>
      </div>
      {phone && !deep && <BottomBar />}
    </div>
  );
}

/** Strips that are not needed at first; they stay while the person moves between pages. */
function LateStrips() {
  const playing = usePlayer(({ track }) => track !== null);
  return (
    <Suspense fallback={null}>
      <Watches />
      {playing && <PlayerBar />}
    </Suspense>
  );
}

function FloatingParts() {
  const { palette, notifications, shortcuts, signOut } = useShell();
  return (
    <Suspense fallback={null}>
      {notifications && <NotificationCentre onClose={() => closePart('notifications')} />}
      {palette && <Palette onClose={() => closePart('palette')} />}
      {shortcuts && <ShortcutsDialog onClose={() => closePart('shortcuts')} />}
      <VerificationHost />
      {signOut && <SignOutDialog onClose={() => closePart('signOut')} />}
    </Suspense>
  );
}

function useShellShortcuts(): void {
  useShortcut('palette', () => togglePart('palette'));
  useShortcut('help', () => togglePart('shortcuts'));
  useShortcut('helpSign', () => openPart('shortcuts'));
  useShortcut('notifications', () => togglePart('notifications'));
  useSearchShortcuts();
  useGo(0);
  useGo(1);
  useGo(2);
}

/** Ctrl+F looks in the open chat; on other pages the browser's own search stays. */
function useSearchShortcuts(): void {
  const navigate = useNavigate();
  const { roomId } = useParams({ strict: false });
  useShortcut('search', () => void navigate({ to: '/search' }));
  useShortcut('searchRoom', () => void navigate({ to: '/search', search: { in: roomId } }), {
    isDisabled: !roomId,
  });
}

function useGo(index: 0 | 1 | 2): void {
  const navigate = useNavigate();
  const entry = MODULES[index];
  useShortcut(entry?.shortcut as ShortcutId, () => entry && void navigate({ to: entry.href }));
}
