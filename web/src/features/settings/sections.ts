// SPDX-License-Identifier: EUPL-1.2
// The sections of the settings, in order.
import {
  IconBell,
  IconDevices,
  IconEye,
  IconInfoCircle,
  IconKeyboard,
  IconPalette,
  IconShieldLock,
  IconUser,
} from '@tabler/icons-react';
import { type ComponentType, lazy } from 'react';
import type { IconType } from '@/ui';

export const SECTION_IDS = [
  'profile',
  'appearance',
  'notifications',
  'devices',
  'security',
  'data',
  'keyboard',
  'about',
] as const;
export type SectionId = (typeof SECTION_IDS)[number];

interface Section {
  icon: IconType;
  Page: ComponentType;
}

export const SECTIONS: Record<SectionId, Section> = {
  profile: {
    icon: IconUser,
    Page: lazy(() => import('./ProfileSection').then((module) => ({ default: module.ProfileSection }))),
  },
  appearance: {
    icon: IconPalette,
    Page: lazy(() => import('./AppearanceSection').then((module) => ({ default: module.AppearanceSection }))),
  },
  notifications: {
    icon: IconBell,
    Page: lazy(() => import('./NotificationsSection').then((module) => ({ default: module.NotificationsSection }))),
  },
  devices: {
    icon: IconDevices,
    Page: lazy(() => import('./devices/DevicesSection').then((module) => ({ default: module.DevicesSection }))),
  },
  security: {
    icon: IconShieldLock,
    Page: lazy(() => import('./security/SecuritySection').then((module) => ({ default: module.SecuritySection }))),
  },
  data: {
    icon: IconEye,
    Page: lazy(() => import('./DataSection').then((module) => ({ default: module.DataSection }))),
  },
  keyboard: {
    icon: IconKeyboard,
    Page: lazy(() => import('./KeyboardSection').then((module) => ({ default: module.KeyboardSection }))),
  },
  about: {
    icon: IconInfoCircle,
    Page: lazy(() => import('./about/AboutSection').then((module) => ({ default: module.AboutSection }))),
  },
};

export function isSection(id: string | undefined): id is SectionId {
  return (SECTION_IDS as readonly string[]).includes(id ?? '');
}
