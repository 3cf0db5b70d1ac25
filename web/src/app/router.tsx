// SPDX-License-Identifier: EUPL-1.2
// Addresses of the application; each feature is loaded when its address is opened.
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { NotFound, PageError } from './errors';
import { Root } from './Root';
import { SessionGate } from './session/SessionGate';

interface AppContext {
  queryClient: QueryClient;
}

const root = createRootRouteWithContext<AppContext>()({ component: Root, notFoundComponent: NotFound });

interface LoginSearch {
  next?: string;
  reason?: 'ended';
}

/** Only an address inside the application may follow the login. */
export function safeNext(next: unknown): string | undefined {
  if (typeof next !== 'string' || !next.startsWith('/')) return undefined;
  const url = new URL(next, location.origin);
  const inside = url.origin === location.origin && url.pathname !== '/login';
  return inside ? url.pathname + url.search : undefined;
}

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: (search: Record<string, unknown>): LoginSearch => {
    const next = safeNext(search.next);
    return { ...(next ? { next } : {}), ...(search.reason === 'ended' ? { reason: 'ended' } : {}) };
  },
  component: lazyRouteComponent(() => import('@/features/auth/LoginPage'), 'LoginPage'),
});

const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

/** Pages on which people let applications in: without the shell, which would start the engine. */
const allow = createRoute({
  getParentRoute: () => root,
  path: '/allow',
  validateSearch: ({ request }: Record<string, unknown>) => ({ request: text(request) }),
  component: lazyRouteComponent(() => import('@/features/oauth/AllowPage'), 'AllowPage'),
});
const link = createRoute({
  getParentRoute: () => root,
  path: '/link',
  validateSearch: ({ code }: Record<string, unknown>) => ({ code: text(code) }),
  component: lazyRouteComponent(() => import('@/features/oauth/LinkPage'), 'LinkPage'),
});
const account = createRoute({
  getParentRoute: () => root,
  path: '/account',
  validateSearch: ({ action }: Record<string, unknown>) => ({ action: text(action) }),
  component: lazyRouteComponent(() => import('@/features/oauth/AccountPage'), 'AccountPage'),
});

const signedIn = createRoute({ getParentRoute: () => root, id: 'signed-in', component: SessionGate });

const index = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/portal', replace: true });
  },
});

const portal = createRoute({
  getParentRoute: () => signedIn,
  path: '/portal',
  component: lazyRouteComponent(() => import('@/features/portal/PortalPage'), 'PortalPage'),
});

/** State of the chats page that belongs into the address. */
export interface ChatsSearch {
  filter?: string;
  /** Event to open the timeline at. */
  at?: string;
  thread?: string;
  /** What the right pane shows. */
  panel?: string;
}

function chatsSearch(search: Record<string, unknown>): ChatsSearch {
  const names = ['filter', 'at', 'thread', 'panel'] as const;
  return Object.fromEntries(names.flatMap((name) => (typeof search[name] === 'string' ? [[name, search[name]]] : [])));
}

const chatsPage = lazyRouteComponent(() => import('@/features/chats/ChatsPage'), 'ChatsPage');
const chats = createRoute({
  getParentRoute: () => signedIn,
  path: '/chats',
  validateSearch: chatsSearch,
  component: chatsPage,
});
const chat = createRoute({ getParentRoute: () => chats, path: '/$roomId', validateSearch: chatsSearch });

export interface PeopleSearch {
  q?: string;
  unit?: string;
}

function peopleSearch({ q, unit }: Record<string, unknown>): PeopleSearch {
  return { ...(typeof q === 'string' && q ? { q } : {}), ...(typeof unit === 'string' ? { unit } : {}) };
}

const peoplePage = lazyRouteComponent(() => import('@/features/people/PeoplePage'), 'PeoplePage');
const people = createRoute({
  getParentRoute: () => signedIn,
  path: '/people',
  validateSearch: peopleSearch,
  component: peoplePage,
});
const person = createRoute({ getParentRoute: () => people, path: '/$userId' });

export interface SearchPageSearch {
  q?: string;
  tab?: string;
  /** The room and the sender to search in. */
  in?: string;
  from?: string;
  when?: string;
  /** Days, when `when` is `dates`. */
  since?: string;
  until?: string;
  kind?: string;
  order?: string;
}

function pageSearch(search: Record<string, unknown>): SearchPageSearch {
  const names = ['q', 'tab', 'in', 'from', 'when', 'since', 'until', 'kind', 'order'] as const;
  // The router reads a search for numbers as a number.
  const text = (value: unknown) => (typeof value === 'number' ? String(value) : value);
  return Object.fromEntries(
    names.flatMap((name) => (typeof text(search[name]) === 'string' ? [[name, text(search[name])]] : [])),
  );
}

const search = createRoute({
  getParentRoute: () => signedIn,
  path: '/search',
  validateSearch: pageSearch,
  component: lazyRouteComponent(() => import('@/features/search/SearchPage'), 'SearchPage'),
});

const settingsPage = lazyRouteComponent(() => import('@/features/settings/SettingsPage'), 'SettingsPage');
const settings = createRoute({ getParentRoute: () => signedIn, path: '/settings', component: settingsPage });
const settingsSection = createRoute({ getParentRoute: () => settings, path: '/$section' });

// One address for the whole console: what is behind it comes with the console.
const admin = createRoute({
  getParentRoute: () => signedIn,
  path: '/admin/$',
  component: lazyRouteComponent(() => import('@/features/admin/AdminPage'), 'AdminPage'),
});

const tree = root.addChildren([
  login,
  allow,
  link,
  account,
  signedIn.addChildren([
    index,
    portal,
    chats.addChildren([chat]),
    people.addChildren([person]),
    search,
    settings.addChildren([settingsSection]),
    admin,
  ]),
]);

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queryClient },
    defaultPreload: 'intent',
    defaultErrorComponent: PageError,
    defaultPendingMs: 200,
    scrollRestoration: false,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
