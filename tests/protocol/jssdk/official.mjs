// SPDX-License-Identifier: EUPL-1.2
// Somebody at one device of matrix-js-sdk, in either way of syncing.
import { cryptoApi, quiet, SlidingSync, sdk } from './sdk.mjs';

const PATIENCE_MS = 30_000;
const POLL_MS = 10_000;
const EVERYTHING = { timeline_limit: 50, required_state: [['*', '*']] };

const { ClientEvent, MatrixEventEvent, RoomEvent, RoomMemberEvent, createClient } = sdk;
const { CryptoEvent } = cryptoApi;
// What can make a condition of `until` true.
const NEWS = [
  ClientEvent.Sync,
  ClientEvent.Room,
  ClientEvent.AccountData,
  RoomEvent.Timeline,
  RoomEvent.MyMembership,
  RoomEvent.Receipt,
  RoomEvent.Redaction,
  RoomMemberEvent.Membership,
  RoomMemberEvent.Typing,
  MatrixEventEvent.Decrypted,
  MatrixEventEvent.Replaced,
  CryptoEvent.VerificationRequestReceived,
  CryptoEvent.KeysChanged,
  CryptoEvent.UserTrustStatusChanged,
  CryptoEvent.KeyBackupStatus,
  CryptoEvent.KeyBackupDecryptionKeyCached,
];

export class Official {
  static opened = [];
  requests = [];
  #secret = null;

  /** Signs in with the password on a new device and follows the server. */
  static async enter({ url, password, mode }, name) {
    const official = new Official();
    const answer = await createClient({ baseUrl: url, logger: quiet }).loginRequest({
      type: 'm.login.password',
      identifier: { type: 'm.id.user', user: name },
      password,
    });
    official.password = password;
    official.client = createClient({
      baseUrl: url,
      accessToken: answer.access_token,
      userId: answer.user_id,
      deviceId: answer.device_id,
      logger: quiet,
      verificationMethods: ['m.sas.v1'],
      cryptoCallbacks: official.#callbacks(),
    });
    await official.client.initRustCrypto({ useIndexedDB: false });
    official.client.on(CryptoEvent.VerificationRequestReceived, (request) => official.requests.push(request));
    Official.opened.push(official);
    await official.#follow(mode, url);
    return official;
  }

  static leaveAll() {
    for (const { client } of Official.opened) client.stopClient();
  }

  get crypto() {
    return this.client.getCrypto();
  }

  get userId() {
    return this.client.getUserId();
  }

  room(id) {
    return this.client.getRoom(id);
  }

  event(roomId, eventId) {
    return this.room(roomId)?.findEventById(eventId);
  }

  /** Resolves with the first truthy value of `condition`, asked again at each piece of news. */
  until(what, condition) {
    return new Promise((resolve, reject) => {
      const over = setTimeout(() => end(reject, new Error(`${this.userId}: never saw ${what}`)), PATIENCE_MS);
      // Some of the library's changes are announced by no event.
      const again = setInterval(() => ask(), 200);
      const end = (settle, value) => {
        clearTimeout(over);
        clearInterval(again);
        for (const name of NEWS) this.client.off(name, ask);
        settle(value);
      };
      const ask = async () => {
        try {
          const value = await condition();
          if (value) end(resolve, value);
        } catch (error) {
          end(reject, error);
        }
      };
      for (const name of NEWS) this.client.on(name, ask);
      ask();
    });
  }

  /** Resolves with an event of the room's timeline when it came and is decrypted. */
  see(roomId, eventId) {
    return this.until(`event ${eventId}`, async () => {
      const event = this.event(roomId, eventId);
      // Under sliding sync the library leaves events of the first answer sealed until somebody looks.
      if (event) await this.client.decryptEventIfNeeded(event);
      return event && event.getType() !== 'm.room.encrypted' && !event.isDecryptionFailure() && event;
    });
  }

  /** Sets up identity, secret storage and key backup; returns the recovery key. */
  async setUpRecovery() {
    const generated = await this.crypto.createRecoveryKeyFromPassphrase();
    await this.crypto.bootstrapCrossSigning({ authUploadDeviceSigningKeys: (upload) => this.#authenticated(upload) });
    await this.crypto.bootstrapSecretStorage({
      createSecretStorageKey: async () => generated,
      setupNewSecretStorage: true,
      setupNewKeyBackup: true,
    });
    await this.crypto.checkKeyBackupAndEnable();
    return generated.encodedPrivateKey;
  }

  /** Takes the identity and the history from the server by the recovery key alone. */
  async restore(recoveryKey) {
    this.#secret = cryptoApi.decodeRecoveryKey(recoveryKey);
    await this.crypto.bootstrapCrossSigning({});
    await this.crypto.loadSessionBackupPrivateKeyFromSecretStorage();
    await this.crypto.checkKeyBackupAndEnable();
    const outcome = await this.crypto.restoreKeyBackup();
    this.#secret = null;
    return outcome;
  }

  #callbacks() {
    return {
      getSecretStorageKey: async ({ keys }) => (this.#secret ? [Object.keys(keys)[0], this.#secret] : null),
      cacheSecretStorageKey: (_id, _info, key) => {
        this.#secret = key;
      },
    };
  }

  async #authenticated(upload) {
    try {
      return await upload(null);
    } catch (error) {
      if (error.httpStatus !== 401) throw error;
      const identifier = { type: 'm.id.user', user: this.userId };
      const session = error.data.session;
      return upload({ type: 'm.login.password', identifier, password: this.password, session });
    }
  }

  async #follow(mode, url) {
    const options = { initialSyncLimit: 50, pollTimeout: POLL_MS, lazyLoadMembers: true, threadSupport: true };
    if (mode === 'sliding') {
      const lists = new Map([['all', { ranges: [[0, 99]], ...EVERYTHING }]]);
      options.slidingSync = new SlidingSync(url, lists, EVERYTHING, this.client, POLL_MS);
    }
    await this.client.startClient(options);
    const ready = ['PREPARED', 'SYNCING'];
    await this.until('the first sync', () => ready.includes(this.client.getSyncState()));
  }
}
