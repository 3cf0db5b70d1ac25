// SPDX-License-Identifier: EUPL-1.2
// Names of the Web Locks and channels by which engines and tabs find each other.

/** Held by the engine that has the stores open; pages learn from it that the engine is gone. */
export const LIFE_LOCK = 'chancery-engine-stores';
/** Held by the tab that runs the engine where there are no shared workers. */
export const LEADER_LOCK = 'chancery-engine-leader';
/** Between follower tabs and the leading tab. */
export const PAGES_CHANNEL = 'chancery-engine-pages';
/** A newer engine asks the older one to let the stores go. */
export const TAKE_OVER_CHANNEL = 'chancery-engine-take-over';
/** Beginning of the name of the lock that each page holds as long as it lives. */
export const PAGE_LOCK = 'chancery-page:';
