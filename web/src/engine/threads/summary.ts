// SPDX-License-Identifier: EUPL-1.2
// What stands under the first message of a thread: how many answers, the last one, faces, unread ones.
import { type IThreadBundledRelationship, MatrixEvent, NotificationCountType, type Room } from 'matrix-js-sdk';
import { memberProfile } from '../rooms/profiles';
import type { Profile, ThreadSummary } from '../rpc/models';
import { kindOf, readContent } from '../timeline/content';

const FACES = 3;
const MAX_TEXT = 120;

export interface ThreadFacts {
  room: Room;
  me: string;
  rootId: string;
  root: MatrixEvent | null;
  /** Answers that this device holds, oldest first. */
  replies: MatrixEvent[];
  /** All answers are among `replies`. */
  complete: boolean;
  /** The newest answer that the own receipt names. */
  readTo: string | null;
  /** When the person last said to have read the thread or the whole room; 0: never. */
  readAt: number;
}

/** Null when nobody has answered. */
export function summarise(facts: ThreadFacts): ThreadSummary | null {
  const replies = facts.replies.filter((event) => !event.isRedacted());
  const bundle = bundleOf(facts.root);
  const newer = replies.filter((event) => event.getTs() > (bundle?.latest.getTs() ?? 0));
  const count = facts.complete || !bundle ? replies.length : Math.max(bundle.count + newer.length, replies.length);
  const last = replies.at(-1) ?? bundle?.latest;
  if (count === 0 || !last) return null;
  return {
    count,
    last: lastOf(facts.room, last, facts.me),
    people: peopleOf(facts.room, replies.length > 0 ? replies : [last]),
    unread: unreadIn(facts, replies, last),
    highlights: facts.room.getThreadUnreadNotificationCount(facts.rootId, NotificationCountType.Highlight),
    followed: isFollowed(facts, replies, bundle?.tookPart ?? false),
  };
}

interface Bundle {
  count: number;
  latest: MatrixEvent;
  tookPart: boolean;
}

/** One object per answer of the server, so that it is decrypted once. */
const bundles = new WeakMap<object, MatrixEvent>();

export function bundleOf(root: MatrixEvent | null): Bundle | null {
  const raw = root?.getServerAggregatedRelation<IThreadBundledRelationship>('m.thread');
  if (!raw?.latest_event || !root) return null;
  const latest = bundles.get(raw) ?? new MatrixEvent({ ...raw.latest_event, room_id: root.getRoomId() ?? '' });
  bundles.set(raw, latest);
  return { count: raw.count, latest, tookPart: raw.current_user_participated === true };
}

function lastOf(room: Room, event: MatrixEvent, me: string): ThreadSummary['last'] {
  const sender = memberProfile(room, event.getSender() ?? '');
  const at = event.getTs();
  const readable = !event.isDecryptionFailure() && event.getType() !== 'm.room.encrypted';
  if (!readable) return { sender, at, kind: null, text: '' };
  const source = () => ({ from: 'mxc', mxc: '' }) as const;
  const verdict = { scan: 'unchecked' as const, threats: [] };
  const read = readContent(event.getType(), event.getContent(), { me, source, verdict });
  const text = (read.text || read.attachment?.name || '').slice(0, MAX_TEXT);
  return { sender, at, kind: kindOf(event.getType(), event.getContent()), text };
}

function peopleOf(room: Room, replies: MatrixEvent[]): Profile[] {
  const newestFirst = replies.toReversed().map((event) => event.getSender() ?? '');
  return [...new Set(newestFirst)].slice(0, FACES).map((userId) => memberProfile(room, userId));
}

type Reading = Pick<ThreadFacts, 'me' | 'readTo' | 'readAt'>;

/** The time of the newest answer that the person has read or written; 0: unknown. */
export function readUpTo({ me, readTo, readAt }: Reading, replies: readonly MatrixEvent[]): number {
  const ownLast = replies.findLast((event) => event.getSender() === me)?.getTs() ?? 0;
  const read = replies.find((event) => event.getId() === readTo)?.getTs() ?? 0;
  return Math.max(ownLast, read, readAt);
}

/** Receipts come with the first sync, so a thread without one was never read; the server knows of answers not held here. */
function unreadIn(facts: ThreadFacts, replies: MatrixEvent[], latest: MatrixEvent): number {
  const upTo = readUpTo(facts, facts.replies);
  const isNew = (event: MatrixEvent) => event.getSender() !== facts.me && event.getTs() > upTo;
  if (replies.length > 0) return replies.filter(isNew).length;
  if (!isNew(latest)) return 0;
  return Math.max(1, facts.room.getThreadUnreadNotificationCount(facts.rootId, NotificationCountType.Total));
}

function isFollowed({ room, me, rootId, root }: ThreadFacts, replies: MatrixEvent[], tookPart: boolean): boolean {
  if (tookPart || root?.getSender() === me || replies.some((event) => event.getSender() === me)) return true;
  return room.getThreadUnreadNotificationCount(rootId, NotificationCountType.Highlight) > 0;
}
