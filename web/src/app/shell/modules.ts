// SPDX-License-Identifier: EUPL-1.2
// The parts of the product that the rail offers, in order.
import { IconHome, IconMessage, IconUsers } from '@tabler/icons-react';
import type { ShortcutId } from '@/shared/shortcuts';
import type { IconType } from '@/ui';

export interface ModuleEntry {
  id: 'portal' | 'chats' | 'people';
  href: '/portal' | '/chats' | '/people';
  icon: IconType;
  shortcut: ShortcutId;
}

export const MODULES: readonly ModuleEntry[] = [
  { id: 'portal', href: '/portal', icon: IconHome, shortcut: 'goPortal' },
  { id: 'chats', href: '/chats', icon: IconMessage, shortcut: 'goChats' },
  { id: 'people', href: '/people', icon: IconUsers, shortcut: 'goPeople' },
];
