// SPDX-License-Identifier: EUPL-1.2
// Requests about new sign-ins; apart from the other endpoints, because those are in the first load and these need not be.
import { queryOptions } from '@tanstack/react-query';
import { request } from '@/api/client';
import type { NewDeviceList } from '@/api/types';
import type { Proof } from '@/engine/rpc/models';

const PATH = '/account/new-devices';
const to = (deviceId: string, deed: string) => `${PATH}/${encodeURIComponent(deviceId)}/${deed}`;

export const newDevices = queryOptions({
  queryKey: ['account', 'new-devices'],
  queryFn: () => request<NewDeviceList>('GET', PATH),
});

export const recogniseDevice = (deviceId: string) => request<object>('POST', to(deviceId, 'recognise'));

export const removeNewDevice = (deviceId: string, auth: Proof | null) =>
  request<object>('POST', to(deviceId, 'remove'), { body: { auth } });
