// SPDX-License-Identifier: EUPL-1.2
// What items need that takes time to find out: quoted messages and the trust in the sender's device.
import { MatrixEvent, type Room } from 'matrix-js-sdk';
import { EventShieldColour, EventShieldReason } from 'matrix-js-sdk/lib/crypto-api';
import { memberProfile } from '../rooms/profiles';
import type { ReplyQuote, Shield } from '../rpc/models';
import type { Session } from '../session';
import type { Threads } from '../threads/threads';
import { kindOf, readContent } from './content';

const REASONS: Partial<Record<EventShieldReason, Shield['reason']>> = {
  [EventShieldReason.UNVERIFIED_IDENTITY]: 'unverified_user',
  [EventShieldReason.UNSIGNED_DEVICE]: 'unverified_device',
  [EventShieldReason.UNKNOWN_DEVICE]: 'unknown_device',
  [EventShieldReason.AUTHENTICITY_NOT_GUARANTEED]: 'key_from_backup',
  [EventShieldReason.VERIFICATION_VIOLATION]: 'identity_changed',
  [EventShieldReason.MISMATCHED_SENDER]: 'mismatched_sender',
};

const MAX_QUOTE = 280;

/** Answers at once with what is known and calls `onFound` when there is more. */
export class Lookups {
  private readonly shields = new Map<string, Shield | null>();
  private readonly asked = new Set<string>();
  private readonly fetched = new Map<string, MatrixEvent | null>();

  constructor(
    private readonly session: Session,
    private readonly room: Room,
    private readonly threads: Threads,
    private readonly onFound: () => void,
  ) {}

  /** Keys and trust changed: ask again. */
  forgetShields(): void {
    this.shields.clear();
  }

  shield(event: MatrixEvent): Shield | null {
    if (!event.isEncrypted()) {
      return this.room.hasEncryptionStateEvent() && !event.isRedacted()
        ? { level: 'red', reason: 'not_encrypted' }
        : null;
    }
    const eventId = event.getId() ?? '';
    const known = this.shields.get(eventId);
    if (known === undefined) void this.findShield(event, eventId);
    return known ?? null;
  }

  quote(eventId: string): ReplyQuote {
    const event = this.threads.find(this.room, eventId) ?? this.fetched.get(eventId);
    if (event) return quoteOf(this.room, event, eventId, this.session.userId);
    if (event === null) return emptyQuote(eventId, 'unavailable');
    void this.fetchEvent(eventId);
    return emptyQuote(eventId, 'loading');
  }

  /** Null while the message is not known. */
  sentAt(eventId: string): number | null {
    const event = this.threads.find(this.room, eventId) ?? this.fetched.get(eventId);
    return event?.getTs() ?? null;
  }

  /** Asks the server when it must; null when there is no such message for this person. */
  async event(eventId: string): Promise<MatrixEvent | null> {
    const known = this.threads.find(this.room, eventId) ?? this.fetched.get(eventId);
    if (known) return known;
    await this.fetchEvent(eventId);
    return this.fetched.get(eventId) ?? null;
  }

  private async findShield(event: MatrixEvent, eventId: string): Promise<void> {
    this.shields.set(eventId, null);
    const info = await this.session.client.getCrypto()?.getEncryptionInfoForEvent(event);
    if (!info || info.shieldColour === EventShieldColour.NONE || info.shieldReason === null) return;
    const level = info.shieldColour === EventShieldColour.RED ? 'red' : 'grey';
    this.shields.set(eventId, { level, reason: REASONS[info.shieldReason] ?? 'unknown_device' });
    this.onFound();
  }

  private async fetchEvent(eventId: string): Promise<void> {
    if (this.asked.has(eventId)) return;
    this.asked.add(eventId);
    const { client } = this.session;
    try {
      const event = new MatrixEvent(await client.fetchRoomEvent(this.room.roomId, eventId));
      if (event.isEncrypted()) await client.decryptEventIfNeeded(event);
      this.fetched.set(eventId, event);
    } catch {
      this.fetched.set(eventId, null);
    }
    this.onFound();
  }
}

function emptyQuote(eventId: string, state: ReplyQuote['state']): ReplyQuote {
  return { eventId, sender: null, kind: null, text: '', state };
}

export function quoteOf(room: Room, event: MatrixEvent, eventId: string, me: string): ReplyQuote {
  const sender = memberProfile(room, event.getSender() ?? '');
  if (event.isRedacted()) return { ...emptyQuote(eventId, 'redacted'), sender };
  if (event.isDecryptionFailure()) return { ...emptyQuote(eventId, 'undecryptable'), sender };
  if (event.getType() === 'm.room.encrypted') return { ...emptyQuote(eventId, 'loading'), sender };
  const content = event.getContent();
  const source = () => ({ from: 'event', roomId: room.roomId, eventId, part: 'file' }) as const;
  const read = readContent(event.getType(), content, { me, source, verdict: { scan: 'unchecked', threats: [] } });
  const text = (read.text || read.attachment?.name || '').slice(0, MAX_QUOTE);
  return { eventId, sender, kind: kindOf(event.getType(), content), text, state: 'ready' };
}
