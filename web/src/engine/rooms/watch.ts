// SPDX-License-Identifier: EUPL-1.2
// Turns the many events of the Matrix library into "this room changed".
import { ClientEvent, MatrixEventEvent, RoomEvent, RoomMemberEvent, RoomStateEvent, UserEvent } from 'matrix-js-sdk';
import { CryptoEvent } from 'matrix-js-sdk/lib/crypto-api';
import { HttpApiEvent } from 'matrix-js-sdk/lib/http-api';
import type { Session } from '../session';

export function watchRooms(session: Session): void {
  const { client, changes } = session;
  const room = (roomId: string | undefined) => {
    if (roomId) changes.emit('room', roomId);
  };
  client.on(ClientEvent.Room, (changed) => room(changed.roomId));
  client.on(ClientEvent.DeleteRoom, (roomId) => room(roomId));
  client.on(RoomEvent.Timeline, (_event, changed) => room(changed?.roomId));
  client.on(RoomEvent.TimelineReset, (changed) => room(changed?.roomId));
  client.on(RoomEvent.Redaction, (_event, changed) => room(changed.roomId));
  client.on(RoomEvent.Receipt, (_event, changed) => room(changed.roomId));
  client.on(RoomEvent.Name, (changed) => room(changed.roomId));
  client.on(RoomEvent.Tags, (_event, changed) => room(changed.roomId));
  client.on(RoomEvent.AccountData, (_event, changed) => room(changed.roomId));
  client.on(RoomEvent.MyMembership, (changed) => room(changed.roomId));
  client.on(RoomStateEvent.Update, (state) => room(state.roomId));
  client.on(RoomStateEvent.Members, (_event, state) => changes.emit('members', state.roomId));
  client.on(RoomMemberEvent.PowerLevel, (_event, member) => changes.emit('members', member.roomId));
  client.on(RoomMemberEvent.Typing, (_event, member) => room(member.roomId));
  client.on(MatrixEventEvent.Decrypted, (event) => room(event.getRoomId()));
  client.on(MatrixEventEvent.Replaced, (event) => room(event.getRoomId()));
  client.on(ClientEvent.AccountData, (event) => changes.emit('accountData', event.getType()));
  client.on(UserEvent.Presence, (_event, user) => changes.emit('person', user.userId));
  client.on(HttpApiEvent.SessionLoggedOut, () => changes.emit('ended', undefined));
  const crypto = () => changes.emit('crypto', undefined);
  client.on(CryptoEvent.KeysChanged, crypto);
  client.on(CryptoEvent.KeyBackupStatus, crypto);
  client.on(CryptoEvent.KeyBackupDecryptionKeyCached, crypto);
  client.on(CryptoEvent.UserTrustStatusChanged, (userId) => {
    changes.emit('person', userId);
    crypto();
  });
  client.on(CryptoEvent.DevicesUpdated, (users) => {
    if (users.includes(session.userId)) crypto();
  });
}
