// SPDX-License-Identifier: EUPL-1.2
// The notification centre: what concerns me, then everything, grouped by chat, with answers in place.
import { IconBellOff, IconChecks, IconSettings } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NotificationItem, NotificationList } from '@/engine/rpc/protocol';
import { useEngine, useNotifications } from '@/engine/rpc/react';
import { errorCode, errorText } from '@/shared/errors';
import { Aside, Badge, Button, EmptyState, ErrorState, LinkButton, SkeletonRows, type TabItem, Tabs } from '@/ui';
import styles from './NotificationCentre.module.css';
import { NotificationGroup } from './NotificationGroup';

type Tab = 'mine' | 'all';

/** Mentions, answers and invitations; ordinary messages of a chat are only under "All". */
export function concernsMe(item: NotificationItem): boolean {
  return item.type !== 'message';
}

export interface Group {
  roomId: string;
  roomName: string;
  items: NotificationItem[];
}

/** Chats in the order of their newest item. */
export function groupByRoom(items: readonly NotificationItem[]): Group[] {
  const groups = new Map<string, Group>();
  for (const item of items) {
    const group = groups.get(item.roomId) ?? { roomId: item.roomId, roomName: item.roomName, items: [] };
    group.items.push(item);
    groups.set(item.roomId, group);
  }
  return [...groups.values()];
}

export function NotificationCentre({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('app');
  const { value, error } = useNotifications();
  return (
    <div className={styles.place}>
      <Aside title={t('rail.notifications')} onClose={onClose}>
        {error ? (
          <ErrorState title={t('notifications.failed')} code={errorCode(error)}>
            {errorText(error)}
          </ErrorState>
        ) : (
          <Centre list={value} onClose={onClose} />
        )}
      </Aside>
    </div>
  );
}

/** `list` is undefined while it loads. */
function Centre({ list, onClose }: { list: NotificationList | undefined; onClose(): void }) {
  const { t } = useTranslation('app');
  const [tab, setTab] = useState<Tab>('mine');
  const tabs = useTabs(list);
  const items = list?.items ?? [];
  return (
    <>
      <Tabs<Tab>
        label={t('rail.notifications')}
        tabs={tabs}
        value={tab}
        onChange={setTab}
        className={styles.tabs ?? ''}
      >
        {(shown) => (
          <Items
            loading={!list}
            items={shown === 'mine' ? items.filter(concernsMe) : items}
            tab={shown}
            onOpen={onClose}
          />
        )}
      </Tabs>
      <Foot unread={list?.unread ?? 0} />
    </>
  );
}

function useTabs(list: NotificationList | undefined): TabItem<Tab>[] {
  const { t } = useTranslation('app');
  const unread = list?.unread ?? 0;
  const mine = list?.items.filter((item) => item.unread && concernsMe(item)).length ?? 0;
  const mark = (count: number, quiet: boolean) => (
    <Badge count={count} quiet={quiet} label={t('rail.news', { count })} />
  );
  return [
    { id: 'mine', label: t('notifications.mine'), mark: mark(mine, false) },
    { id: 'all', label: t('notifications.all'), mark: mark(unread, true) },
  ];
}

function Foot({ unread }: { unread: number }) {
  const { t } = useTranslation('app');
  const engine = useEngine();
  const readAll = () => void engine.call('notifications.markAllRead', {}).catch(() => undefined);
  return (
    <footer className={styles.foot}>
      <Button variant="quiet" size="sm" icon={IconChecks} isDisabled={unread === 0} onPress={readAll}>
        {t('notifications.readAll')}
      </Button>
      <LinkButton variant="quiet" size="sm" icon={IconSettings} href="/settings/notifications">
        {t('notifications.settings')}
      </LinkButton>
    </footer>
  );
}

interface ItemsProps {
  loading: boolean;
  items: NotificationItem[];
  tab: Tab;
  onOpen(): void;
}

function Items({ loading, items, tab, onOpen }: ItemsProps) {
  const { t } = useTranslation('app');
  if (loading) return <SkeletonRows count={4} />;
  if (items.length === 0) {
    return (
      <EmptyState icon={IconBellOff} title={t(tab === 'mine' ? 'notifications.noneMine' : 'notifications.none')}>
        {t('notifications.noneText')}
      </EmptyState>
    );
  }
  return (
    <ul className={styles.groups}>
      {groupByRoom(items).map((group) => (
        <li key={group.roomId}>
          <NotificationGroup group={group} onOpen={onOpen} />
        </li>
      ))}
    </ul>
  );
}
