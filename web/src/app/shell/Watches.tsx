// SPDX-License-Identifier: EUPL-1.2
// What goes on beside every page and draws nothing but news of sign-ins; loaded after the frame, which must be there first.
import { NewDeviceStrip } from '../newDevices/NewDeviceStrip';
import { useSystemNotifications } from '../notifications/useSystemNotifications';
import { useLowPower } from './useLowPower';
import { usePageTitle } from './usePageTitle';
import { useShellCommands } from './useShellCommands';

export function Watches() {
  usePageTitle();
  useShellCommands();
  useSystemNotifications();
  useLowPower();
  return <NewDeviceStrip />;
}
