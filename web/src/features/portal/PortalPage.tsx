// SPDX-License-Identifier: EUPL-1.2
// x
export function PortalPage() {
  return null;
}
