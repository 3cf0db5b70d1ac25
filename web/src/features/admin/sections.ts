// SPDX-License-Identifier: EUPL-1.2
// The sections of the console, in order, with whom each is for.
import {
  IconDoorExit,
  IconListSearch,
  IconMessageOff,
  IconServer,
  IconSitemap,
  IconTableImport,
  IconUserCog,
  IconUserShare,
} from '@tabler/icons-react';
import { type ComponentType, lazy } from 'react';
import type { IconType } from '@/ui';
import { SECTION_IDS, type SectionId } from './place';

interface Section {
  icon: IconType;
  /** Only for who runs the server; the others are for everybody who administers units. */
  forServer?: boolean;
  Page: ComponentType;
}

export const SECTIONS: Record<SectionId, Section> = {
  structure: {
    icon: IconSitemap,
    Page: lazy(() => import('./structure/StructureSection').then((m) => ({ default: m.StructureSection }))),
  },
  people: {
    icon: IconUserCog,
    Page: lazy(() => import('./people/PeopleSection').then((m) => ({ default: m.PeopleSection }))),
  },
  externals: {
    icon: IconUserShare,
    Page: lazy(() => import('./externals/ExternalsSection').then((m) => ({ default: m.ExternalsSection }))),
  },
  policies: {
    icon: IconMessageOff,
    Page: lazy(() => import('./policies/PoliciesSection').then((m) => ({ default: m.PoliciesSection }))),
  },
  offboarding: {
    icon: IconDoorExit,
    Page: lazy(() => import('./offboarding/OffboardingSection').then((m) => ({ default: m.OffboardingSection }))),
  },
  imports: {
    icon: IconTableImport,
    Page: lazy(() => import('./imports/ImportsSection').then((m) => ({ default: m.ImportsSection }))),
  },
  audit: {
    icon: IconListSearch,
    forServer: true,
    Page: lazy(() => import('./audit/AuditSection').then((m) => ({ default: m.AuditSection }))),
  },
  server: {
    icon: IconServer,
    forServer: true,
    Page: lazy(() => import('./server/ServerSection').then((m) => ({ default: m.ServerSection }))),
  },
};

/** The sections that a person may open. */
export function sectionsFor(units: number, runsServer: boolean): SectionId[] {
  return SECTION_IDS.filter((id) => (SECTIONS[id].forServer ? runsServer : units > 0 || runsServer));
}
