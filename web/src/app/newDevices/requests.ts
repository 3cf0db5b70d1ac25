// SPDX-License-Identifier: EUPL-1.2
// Requests about new sign-ins; apart from the other endpoints, because those are in the first load and these need not be.
import { queryOptions } from '@tanstack/react-query';
import { request } from '@/api/client';
import type { Auth, NewDeviceList } from '@/api/types';

const PATH = '/account/new-devices';
const to = (deviceId: string, deed: string) => `${PATH}/${encodeURIComponent(deviceId)}/${deed}`;

export const newDevices = queryOptions({
  queryKey: ['account', 'new-devices'],
  queryFn: () => request<NewDeviceList>('GET', PATH),
});

export const recogniseDevice = (deviceId: string) => request<object>('POST', to(deviceId, 'recognise'));

export const removeNewDevice = (deviceId: string, auth: Auth | null) =>
  request<object>('POST', to(deviceId, 'remove'), { body: { auth } });
