// SPDX-License-Identifier: EUPL-1.2
// Remembers on this device that a person put off the recovery key, so that the screen does not nag.

const key = (deviceId: string) => `chancery.recovery-later.${deviceId}`;

export const postponed = {
  get: (deviceId: string) => localStorage.getItem(key(deviceId)) !== null,
  set: (deviceId: string) => localStorage.setItem(key(deviceId), '1'),
};
