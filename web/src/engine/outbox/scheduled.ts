// SPDX-License-Identifier: EUPL-1.2
// Messages that the server keeps until their time (MSC4140), and those still waiting here to be handed to it.
import { MatrixEvent, Method } from 'matrix-js-sdk';
import { coalesce } from '../lib/emitter';
import { toEngineError } from '../lib/failures';
import { EngineError } from '../rpc/errors';
import type { ScheduledList, ScheduledMessage } from '../rpc/models';
import type { Handlers, Topics } from '../rpc/server';
import type { Session } from '../session';
import { readContent } from '../timeline/content';
import type { Outbox, OutboxEntry } from './outbox';
import type { EventContent } from './record';
import { putLater } from './send';

const FEATURE = 'org.matrix.msc4140';
const PREFIX = `/_matrix/client/unstable/${FEATURE}`;
/** Other devices schedule too, and the server tells nobody. */
const REFRESH_MS = 60_000;
const TOGETHER_MS = 50;

/** An event in the server's keeping, as it was handed over. */
interface Kept {
  delay_id: string;
  room_id: string;
  type: string;
  content: EventContent;
  delay: number;
  running_since: number;
}

type Names = 'sendNow' | 'cancel' | 'move';
type ScheduledCalls = Pick<Handlers, `scheduled.${Names}`>;

export class Scheduled {
  private readonly known = new Map<string, Kept>();

  constructor(
    private readonly session: Session,
    private readonly outbox: Outbox,
  ) {}

  readonly topic: Topics['scheduled'] = ({ roomId }, emit) => {
    const view = new ScheduledView(this.session, this.outbox, roomId, (list, kept) => {
      for (const one of kept) this.known.set(one.delay_id, one);
      emit(list);
    });
    return () => view.close();
  };

  readonly calls: ScheduledCalls = {
    'scheduled.sendNow': ({ id }) =>
      this.act(id, {
        queued: () => this.outbox.reschedule(id, null),
        kept: () => this.session.client._unstable_sendScheduledDelayedEvent(id),
      }),
    'scheduled.cancel': ({ id }) =>
      this.act(id, {
        queued: () => this.outbox.discard(id),
        kept: () => this.session.client._unstable_cancelScheduledDelayedEvent(id),
      }),
    'scheduled.move': ({ id, at }) =>
      this.act(id, {
        queued: () => this.outbox.reschedule(id, at),
        kept: (event) => this.move(event, at),
      }),
  };

  private async act(
    id: string,
    { queued, kept }: { queued(): Promise<unknown>; kept(event: Kept): Promise<unknown> },
  ): Promise<null> {
    const event = this.known.get(id);
    if (!event) {
      await queued();
      return null;
    }
    await kept(event);
    this.known.delete(id);
    this.session.changes.emit('scheduled', event.room_id);
    return null;
  }

  /** The new one first: a failure between the two must not lose the message. */
  private async move(event: Kept, at: number): Promise<void> {
    const { client } = this.session;
    const delay = at - Date.now();
    if (delay <= 0) throw new EngineError('invalid', 'The time is in the past.');
    const path = `/rooms/${encodeURIComponent(event.room_id)}/send/${encodeURIComponent(event.type)}`;
    const txnId = `m${crypto.randomUUID()}`;
    const added = await putLater(this.session, { path, txnId, content: event.content, delay });
    try {
      await client._unstable_cancelScheduledDelayedEvent(event.delay_id);
    } catch (reason) {
      // It was sent a moment ago, so the second one must not follow.
      await client._unstable_cancelScheduledDelayedEvent(added).catch(() => undefined);
      throw reason;
    }
  }
}

class ScheduledView {
  private readonly stops: (() => void)[] = [];
  private readonly refreshSoon = coalesce(() => void this.refresh(), TOGETHER_MS);
  private kept: Kept[] = [];
  private items: ScheduledMessage[] = [];
  private supported = false;
  private error: ScheduledList['error'] = null;
  private closed = false;

  constructor(
    private readonly session: Session,
    private readonly outbox: Outbox,
    private readonly roomId: string,
    private readonly emit: (list: ScheduledList, kept: Kept[]) => void,
  ) {
    const { changes } = session;
    this.stops.push(changes.on('scheduled', (changed) => changed === roomId && this.refreshSoon()));
    this.stops.push(changes.on('outbox', (changed) => changed === roomId && this.tell()));
    this.stops.push(changes.on('connection', (state) => state === 'online' && this.error && this.refreshSoon()));
    const timer = setInterval(() => this.refreshSoon(), REFRESH_MS);
    this.stops.push(() => clearInterval(timer));
    void this.refresh();
  }

  close(): void {
    this.closed = true;
    this.refreshSoon.cancel();
    for (const stop of this.stops) stop();
  }

  private async refresh(): Promise<void> {
    try {
      this.supported = await this.session.client.doesServerSupportUnstableFeature(FEATURE);
      this.kept = this.supported ? (await keptBy(this.session)).filter((one) => one.room_id === this.roomId) : [];
      this.items = await Promise.all(this.kept.map((one) => messageOf(this.session, one)));
      this.error = null;
    } catch (reason) {
      this.error = toEngineError(reason).toData();
    }
    this.tell();
  }

  private tell(): void {
    if (this.closed) return;
    const waiting = this.outbox
      .ofRoom(this.roomId)
      .filter(({ record }) => record.sendAt)
      .map((entry) => waitingOf(this.session, entry));
    const items = [...this.items, ...waiting].sort((a, b) => a.at - b.at);
    this.emit({ items, supported: this.supported, error: this.error }, this.kept);
    this.refreshWhenDue(items);
  }

  private due: ReturnType<typeof setTimeout> | undefined;

  /** What has been sent leaves the list without anybody telling. */
  private refreshWhenDue(items: readonly ScheduledMessage[]): void {
    clearTimeout(this.due);
    const next = items.find(({ waiting }) => !waiting);
    const left = next ? next.at - Date.now() + TOGETHER_MS : REFRESH_MS;
    if (left < REFRESH_MS) this.due = setTimeout(() => this.refreshSoon(), Math.max(left, 1000));
  }
}

/** The answer has had two shapes while the proposal changed. */
async function keptBy(session: Session): Promise<Kept[]> {
  const answer = await session.client.http.authedRequest<{ scheduled?: Kept[]; delayed_events?: Kept[] }>(
    Method.Get,
    '/delayed_events',
    undefined,
    undefined,
    { prefix: PREFIX },
  );
  return (answer.scheduled ?? answer.delayed_events ?? []).filter(({ type }) => SHOWN.has(type));
}

const SHOWN: ReadonlySet<string> = new Set(['m.room.message', 'm.room.encrypted']);

async function messageOf(session: Session, kept: Kept): Promise<ScheduledMessage> {
  const event = new MatrixEvent({
    type: kept.type,
    content: kept.content,
    room_id: kept.room_id,
    sender: session.userId,
    event_id: `$${kept.delay_id}`,
    origin_server_ts: kept.running_since,
  });
  await session.client.decryptEventIfNeeded(event).catch(() => undefined);
  const readable = event.getType() === 'm.room.message' && !event.isDecryptionFailure();
  const words = readable
    ? wordsOf(session, event.getContent())
    : { kind: 'unknown' as const, text: '', fileName: null };
  return { id: kept.delay_id, at: kept.running_since + kept.delay, readable, waiting: false, error: null, ...words };
}

function waitingOf(session: Session, { record, send }: OutboxEntry): ScheduledMessage {
  return {
    id: record.key,
    at: record.sendAt ?? record.at,
    readable: true,
    waiting: true,
    error: send.state === 'failed' ? send.error : null,
    ...wordsOf(session, record.content),
  };
}

function wordsOf(session: Session, content: EventContent): Pick<ScheduledMessage, 'kind' | 'text' | 'fileName'> {
  const source = () => ({ from: 'mxc', mxc: '' }) as const;
  const verdict = { scan: 'unchecked' as const, threats: [] };
  const read = readContent('m.room.message', content, { me: session.userId, source, verdict });
  return { kind: read.kind, text: read.text, fileName: read.attachment?.name ?? null };
}
