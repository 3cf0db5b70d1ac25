// SPDX-License-Identifier: EUPL-1.2
// Verification requests from devices that this one has not heard of yet.
import { ClientEvent, type ReceivedToDeviceMessage } from 'matrix-js-sdk';
import type { CryptoBackend } from 'matrix-js-sdk/lib/common-crypto/CryptoBackend';
import { CryptoEvent } from 'matrix-js-sdk/lib/crypto-api';
import type { Session } from '../session';

const LONGEST_WAIT_MS = 5000;

/**
 * The crypto library drops a request when it comes with the very sync that announces the device, as always when this
 * device was asleep. It is handed in once more after the device's keys have been fetched.
 */
export function admitLateRequests(session: Session, isKnown: (id: string) => boolean): void {
  session.client.on(ClientEvent.ReceivedToDeviceMessage, ({ message }: ReceivedToDeviceMessage) => {
    const id = (message.content as { transaction_id?: unknown }).transaction_id;
    if (message.type !== 'm.key.verification.request' || typeof id !== 'string' || isKnown(id)) return;
    void devicesOf(session, message.sender).then(async () => {
      if (!isKnown(id)) await handIn(session, message);
    });
  });
}

function devicesOf(session: Session, userId: string): Promise<void> {
  return new Promise((resolve) => {
    const { client } = session;
    const onUpdate = (users: string[]) => {
      if (users.includes(userId)) finish();
    };
    const finish = () => {
      client.off(CryptoEvent.DevicesUpdated, onUpdate);
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(finish, LONGEST_WAIT_MS);
    client.on(CryptoEvent.DevicesUpdated, onUpdate);
  });
}

async function handIn(session: Session, message: ReceivedToDeviceMessage['message']): Promise<void> {
  const crypto = session.client.getCrypto() as CryptoBackend | undefined;
  // In the form of sliding sync, missing counts of one-time keys mean "as before".
  await crypto?.processSyncChanges({ toDeviceEvents: [message], useMsc4186: true });
}
