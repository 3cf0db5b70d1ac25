// SPDX-License-Identifier: EUPL-1.2
// All view models that cross the port.
export type * from './alerts';
export type * from './composer';
export type * from './crypto';
export type * from './engine';
export type * from './export';
export type * from './notifications';
export type * from './poll';
export type * from './proof';
export type * from './richtext';
export type * from './rooms';
export type * from './search';
export type * from './timeline';
