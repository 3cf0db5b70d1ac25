// SPDX-License-Identifier: EUPL-1.2
// Verification by comparing emoji, with own devices and with other people.
import {
  CryptoEvent,
  VerificationPhase as LibraryPhase,
  type ShowSasCallbacks,
  type VerificationRequest,
  VerificationRequestEvent,
  type Verifier,
  VerifierEvent,
} from 'matrix-js-sdk/lib/crypto-api';
import { Emitter } from '../lib/emitter';
import { directRoom } from '../rooms/create';
import { knownProfile } from '../rooms/profiles';
import { EngineError } from '../rpc/errors';
import type { CancelReason, Verification, VerificationPhase } from '../rpc/models';
import type { Handlers } from '../rpc/server';
import type { Session } from '../session';
import { emojiModel } from './emoji';
import { admitLateRequests } from './late';
import { cryptoOf } from './recovery';

const SAS = 'm.sas.v1';

interface Entry {
  id: string;
  request: VerificationRequest;
  verifier: Verifier | null;
  sas: ShowSasCallbacks | null;
  confirmed: boolean;
  saidMismatch: boolean;
}

type Names = 'startSelf' | 'startUser' | 'accept' | 'confirm' | 'mismatch' | 'cancel' | 'dismiss';

export class Verifications {
  readonly changed = new Emitter<{ list: Verification[]; requested: Verification }>();
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly session: Session) {
    session.client.on(CryptoEvent.VerificationRequestReceived, (request) => {
      if (answeredBefore(session, request)) return;
      const entry = this.follow(request);
      this.changed.emit('requested', this.model(entry));
    });
    admitLateRequests(session, (id) => this.entries.has(id));
  }

  get list(): Verification[] {
    return [...this.entries.values()].map((entry) => this.model(entry));
  }

  readonly calls: Pick<Handlers, `verification.${Names}`> = {
    'verification.startSelf': async ({ deviceId }) => ({ id: await this.startSelf(deviceId) }),
    'verification.startUser': async ({ userId }) => ({ id: await this.startUser(userId) }),
    'verification.accept': ({ id }) => done(this.find(id).request.accept()),
    'verification.confirm': ({ id }) => this.confirm(this.find(id)),
    'verification.mismatch': async ({ id }) => this.mismatch(this.find(id)),
    'verification.cancel': ({ id }) => done(this.find(id).request.cancel()),
    'verification.dismiss': async ({ id }) => {
      this.entries.delete(id);
      this.announce();
      return null;
    },
  };

  private async startSelf(deviceId: string | undefined): Promise<string> {
    const crypto = cryptoOf(this.session);
    const request = deviceId
      ? await crypto.requestDeviceVerification(this.session.userId, deviceId)
      : await crypto.requestOwnUserVerification();
    return this.follow(request).id;
  }

  /** Between people the request travels as a message of their direct chat. */
  private async startUser(userId: string): Promise<string> {
    const roomId = await directRoom(this.session, userId);
    return this.follow(await cryptoOf(this.session).requestVerificationDM(userId, roomId)).id;
  }

  private follow(request: VerificationRequest): Entry {
    const id = request.transactionId ?? crypto.randomUUID();
    const known = this.entries.get(id);
    if (known) return known;
    const entry: Entry = { id, request, verifier: null, sas: null, confirmed: false, saidMismatch: false };
    this.entries.set(id, entry);
    request.on(VerificationRequestEvent.Change, () => this.onChange(entry));
    this.onChange(entry);
    return entry;
  }

  private onChange(entry: Entry): void {
    const { request } = entry;
    if (request.phase === LibraryPhase.Ready && request.initiatedByMe && !request.verifier && !entry.verifier) {
      // The side that asked also starts; both starting at once would cost a round trip.
      void request
        .startVerification(SAS)
        .then((verifier) => this.run(entry, verifier))
        .catch(() => this.announce());
    }
    if (request.phase === LibraryPhase.Started && request.verifier) this.run(entry, request.verifier);
    this.announce();
  }

  private run(entry: Entry, verifier: Verifier): void {
    if (entry.verifier === verifier) return;
    entry.verifier = verifier;
    const show = (sas: ShowSasCallbacks) => {
      entry.sas = sas;
      this.announce();
    };
    verifier.on(VerifierEvent.ShowSas, show);
    const shown = verifier.getShowSasCallbacks();
    if (shown) show(shown);
    // How it ended stands in the request; the rejection only repeats it.
    verifier.verify().then(
      () => this.onVerified(),
      () => this.announce(),
    );
  }

  private onVerified(): void {
    this.session.changes.emit('crypto', undefined);
    this.announce();
  }

  private async confirm(entry: Entry): Promise<null> {
    if (!entry.sas) throw new EngineError('invalid', 'There is nothing to compare yet.');
    entry.confirmed = true;
    this.announce();
    await entry.sas.confirm();
    return null;
  }

  private mismatch(entry: Entry): null {
    if (!entry.sas) throw new EngineError('invalid', 'There is nothing to compare yet.');
    entry.saidMismatch = true;
    entry.sas.mismatch();
    return null;
  }

  private find(id: string): Entry {
    const entry = this.entries.get(id);
    if (!entry) throw new EngineError('not_found', 'The verification is over.');
    return entry;
  }

  private announce(): void {
    this.changed.emit('list', this.list);
  }

  private model(entry: Entry): Verification {
    const { request, sas } = entry;
    return {
      id: entry.id,
      person: knownProfile(this.session.client, request.otherUserId),
      deviceId: request.isSelfVerification ? (request.otherDeviceId ?? null) : null,
      self: request.isSelfVerification,
      incoming: !request.initiatedByMe,
      roomId: request.roomId ?? null,
      phase: phaseOf(entry),
      emoji: sas?.sas.emoji?.map(emojiModel) ?? null,
      decimals: sas?.sas.decimal ?? null,
      cancelled: request.phase === LibraryPhase.Cancelled ? this.reasonOf(entry) : null,
    };
  }

  private reasonOf({ request, saidMismatch }: Entry): CancelReason {
    if (saidMismatch) return 'mismatch';
    const known = CANCEL_CODES[request.cancellationCode ?? ''];
    if (known) return known;
    return request.cancellingUserId === this.session.userId ? 'by_me' : 'by_other';
  }
}

const CANCEL_CODES: Record<string, CancelReason> = {
  'm.timeout': 'timeout',
  'm.mismatched_sas': 'mismatch',
  'm.key_mismatch': 'mismatch',
  'm.user_mismatch': 'mismatch',
  'm.mismatched_commitment': 'mismatch',
  'm.unknown_method': 'unsupported',
  'm.accepted': 'accepted_elsewhere',
  'm.unexpected_message': 'failed',
  'm.invalid_message': 'failed',
};

function phaseOf({ request, sas, confirmed }: Entry): VerificationPhase {
  switch (request.phase) {
    case LibraryPhase.Done:
      return 'done';
    case LibraryPhase.Cancelled:
      return 'cancelled';
    case LibraryPhase.Started:
      return sas ? (confirmed ? 'confirmed' : 'compare') : 'started';
    case LibraryPhase.Ready:
      return 'ready';
    default:
      return 'requested';
  }
}

async function done(work: Promise<unknown>): Promise<null> {
  await work;
  return null;
}

/** After a restart the library reads a request in the timeline as new: it does not count our own answer. */
function answeredBefore({ client, userId }: Session, { roomId, transactionId }: VerificationRequest): boolean {
  const events = (roomId && client.getRoom(roomId)?.getLiveTimeline().getEvents()) || [];
  return events.some((event) => event.getSender() === userId && event.getRelation()?.event_id === transactionId);
}
