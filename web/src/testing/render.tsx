// SPDX-License-Identifier: EUPL-1.2
// Draws a component as inside the signed-in application, with a router at a given address.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from '@tanstack/react-router';
import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import type { Session } from '@/api/types';
import { EngineContext } from '@/engine/rpc/react';
import { SessionContext } from '@/shared/session';
import { type FakeEngine, fakeEngine } from './fakeEngine';

export const SESSION: Session = {
  user_id: '@anna:office.example',
  device_id: 'DEVICE',
  display_name: 'Anna Sokolova',
  avatar_url: null,
  is_admin: false,
  server_name: 'office.example',
};

interface Options {
  /** Address pattern of the component, e.g. `/people`. */
  path?: string;
  at?: string;
  engine?: FakeEngine;
}

export function renderPage(component: ReactNode, { path = '/', at = path, engine = fakeEngine() }: Options = {}) {
  const root = createRootRoute({ component: Outlet });
  const signedIn = createRoute({ getParentRoute: () => root, id: 'signed-in' });
  const isLogin = path === '/login';
  const page = createRoute({
    getParentRoute: () => (isLogin ? root : signedIn) as typeof signedIn,
    path,
    component: () => component,
  });
  const other = createRoute({ getParentRoute: () => root, path: '$', component: () => <p>another page</p> });
  const routeTree = root.addChildren(isLogin ? [page, other] : [signedIn.addChildren([page]), other]);
  const router = createRouter({ routeTree, history: createMemoryHistory({ initialEntries: [at] }) });
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const view = render(
    <QueryClientProvider client={queryClient}>
      <EngineContext value={engine}>
        <SessionContext value={SESSION}>
          <RouterProvider router={router as never} />
        </SessionContext>
      </EngineContext>
    </QueryClientProvider>,
  );
  return { ...view, router, engine, queryClient, user: userEvent.setup() };
}
