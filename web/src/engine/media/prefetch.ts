// SPDX-License-Identifier: EUPL-1.2
// Fetches the antivirus before it is needed, once the lists are there and the connection has little to do.
import { isThinLine } from '../lib/network';
import type { Session } from '../session';
import type { Scanner } from './scanner';

const IDLE_MS = 4000;

/** On a thin line the scanner comes with the first file. Returns what ends the attempts. */
export function prefetchScanner(session: Session, scanner: Scanner): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const fetchAhead = () =>
    scanner.prepare().then(stop, () => {
      timer = undefined;
    });
  const stop = session.changes.on('connection', (connection) => {
    if (connection !== 'online' || session.thrifty || isThinLine()) return;
    timer ??= setTimeout(() => void fetchAhead(), IDLE_MS);
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}
