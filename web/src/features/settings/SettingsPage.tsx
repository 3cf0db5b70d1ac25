// SPDX-License-Identifier: EUPL-1.2
// x
export function SettingsPage() {
  return null;
}
