// SPDX-License-Identifier: EUPL-1.2
// The type of icons that components accept: named imports of @tabler/icons-react fit.
import type { ComponentType } from 'react';

export type IconType = ComponentType<{
  size?: number | string;
  stroke?: number | string;
  className?: string;
  'aria-hidden'?: boolean | 'true';
}>;
