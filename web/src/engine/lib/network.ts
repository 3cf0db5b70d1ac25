// SPDX-License-Identifier: EUPL-1.2
// What the browser tells of the line that it is on.

interface NetworkInformation {
  saveData?: boolean;
  effectiveType?: string;
}

/** The person saves data, or the line is slow; browsers that do not tell count as neither. */
export function isThinLine(): boolean {
  const network = (navigator as { connection?: NetworkInformation }).connection;
  return network?.saveData === true || /2g$/.test(network?.effectiveType ?? '');
}
