// SPDX-License-Identifier: EUPL-1.2
// New messages: said politely to screen readers, and marked read while somebody looks at the end.
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Timeline } from '@/engine/rpc/protocol';
import { announce } from '@/shared/announce';
import { describeArrival } from '../text/describe';
import { appended } from './window';

/** More at once are counted instead of read out. */
const READ_OUT = 3;

export function useArrivals({ items, hasNewer }: Timeline, onItems: (items: Timeline['items']) => void): void {
  const { t } = useTranslation('chats');
  const before = useRef<Timeline['items']>([]);
  useEffect(() => {
    const fresh = hasNewer ? [] : appended(before.current, items).filter((item) => !item.mine && item.type !== 'state');
    before.current = items;
    onItems(items);
    if (document.visibilityState !== 'visible' || fresh.length === 0) return;
    if (fresh.length > READ_OUT) announce(t('timeline.arrived', { count: fresh.length }));
    else for (const item of fresh) announce(describeArrival(t, item));
  }, [items, hasNewer, onItems, t]);
}
