// SPDX-License-Identifier: EUPL-1.2
// What surrounds every address: navigation of react-aria links through the router.
import { Outlet, useRouter } from '@tanstack/react-router';
import { Suspense } from 'react';
import { RouterProvider } from 'react-aria-components';

export function Root() {
  const router = useRouter();
  return (
    <RouterProvider navigate={(href) => void router.navigate({ href })}>
      <Suspense fallback={null}>
        <Outlet />
      </Suspense>
    </RouterProvider>
  );
}
