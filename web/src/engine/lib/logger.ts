// SPDX-License-Identifier: EUPL-1.2
// Silences the Matrix library: its log lines carry ids and addresses that do not belong in a console.
import { type Logger, logger as libraryLogger } from 'matrix-js-sdk/lib/logger';

const silent = () => undefined;

export const quietLogger: Logger = {
  trace: silent,
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  getChild: () => quietLogger,
};

/** The part of the library that logs through its own global logger. */
export function silenceLibrary(): void {
  (libraryLogger as unknown as { setLevel(level: string, persist: boolean): void }).setLevel('silent', false);
}
