// SPDX-License-Identifier: EUPL-1.2
// React hooks over the engine: every hook re-renders only when its own part changed.
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { connect, type Engine, type Snapshot, type Watch } from './client';
import type { EngineError } from './errors';
import { directMediaUrl, type HeldMedia, holdMedia } from './media';
import type {
  EngineEvent,
  EngineStatus,
  MediaSource,
  RoomList,
  Timeline,
  TopicName,
  TopicParams,
  TopicValue,
} from './protocol';

/** Tests put their own engine here; the application uses the page's one connection. */
export const EngineContext = createContext<Engine | null>(null);

export function useEngine(): Engine {
  return useContext(EngineContext) ?? connect();
}

/** The newest value of a topic; `undefined` value until it has come. */
export function useTopic<N extends TopicName>(topic: N, params: TopicParams<N>): Snapshot<TopicValue<N>> {
  const watch = useWatch(topic, params);
  return useSyncExternalStore(watch.subscribe, watch.get, watch.get);
}

function useWatch<N extends TopicName>(topic: N, params: TopicParams<N>): Watch<TopicValue<N>> {
  const engine = useEngine();
  const paramsKey = JSON.stringify(params);
  return useMemo(() => engine.watch(topic, JSON.parse(paramsKey) as TopicParams<N>), [engine, topic, paramsKey]);
}

/** One part of a topic, e.g. a number: draws again only when the part is another one, so `select` makes no new objects. */
export function useTopicPart<N extends TopicName, Part>(
  topic: N,
  params: TopicParams<N>,
  select: (value: TopicValue<N> | undefined) => Part,
): Part {
  const watch = useWatch(topic, params);
  const get = () => select(watch.get().value);
  return useSyncExternalStore(watch.subscribe, get, get);
}

export const useEngineStatus = (): Snapshot<EngineStatus> => useTopic('engine', {});
export const useRoomList = () => useTopic('rooms', {});
export const useRoomListPart = <Part>(select: (list: RoomList | undefined) => Part) =>
  useTopicPart('rooms', {}, select);
export const useRoom = (roomId: string) => useTopic('room', { roomId });
export const useCrypto = () => useTopic('crypto', {});
export const useDevices = (userId?: string) => useTopic('devices', userId ? { userId } : {});
export const useVerifications = () => useTopic('verifications', {});
export const useProfile = (userId?: string) => useTopic('profile', userId ? { userId } : {});
export const usePresence = (userIds: string[]) => useTopic('presence', { userIds });
export const usePins = (roomId: string) => useTopic('pins', { roomId });
export const useThreads = (params: TopicParams<'threads'>) => useTopic('threads', params);
export const useNotifications = () => useTopic('notifications', {});
/** How many of them are unread. */
export const useUnreadNotifications = () => useTopicPart('notifications', {}, (list) => list?.unread ?? 0);
export const useAlertSettings = () => useTopic('alerts', {});
export const useSearchIndex = () => useTopic('searchIndex', {});
export const useScheduled = (roomId: string) => useTopic('scheduled', { roomId });

export interface TimelineHandle {
  timeline: Timeline | undefined;
  error: EngineError | null;
  /** The same object as long as the window is open. */
  calls: TimelineCalls;
}

export interface TimelineCalls {
  loadOlder(): Promise<void>;
  loadNewer(): Promise<void>;
  jumpTo(eventId: string): Promise<void>;
  jumpToDate(at: number): Promise<void>;
  jumpToNewest(): Promise<void>;
  markRead(eventId?: string): Promise<void>;
}

/** One window on a chat; `at` opens it at an event instead of the newest message. */
export function useTimeline(roomId: string, at?: string, threadId?: string): TimelineHandle {
  const engine = useEngine();
  const windowId = useWindowId();
  const { value, error } = useTopic('timeline', {
    roomId,
    windowId,
    ...(at ? { at } : {}),
    ...(threadId ? { threadId } : {}),
  });
  const calls = useMemo((): TimelineCalls => {
    const place = { roomId, windowId };
    return {
      loadOlder: async () => void (await engine.call('timeline.loadOlder', place)),
      loadNewer: async () => void (await engine.call('timeline.loadNewer', place)),
      jumpTo: async (eventId: string) => void (await engine.call('timeline.jumpTo', { ...place, eventId })),
      jumpToDate: async (at: number) => void (await engine.call('timeline.jumpToDate', { ...place, at })),
      jumpToNewest: async () => void (await engine.call('timeline.jumpToNewest', place)),
      markRead: async (eventId?: string) =>
        void (await engine.call('timeline.markRead', {
          roomId,
          threadId: threadId ?? 'main',
          ...(eventId ? { eventId } : {}),
        })),
    };
  }, [engine, roomId, windowId, threadId]);
  return { timeline: value, error, calls };
}

/** Distinct per mounted component and per tab. */
function useWindowId(): string {
  const id = useId();
  return useMemo(() => `${TAB}${id}`, [id]);
}

const TAB = Math.random().toString(36).slice(2, 10);

/** Calls `handler` for every event of the engine; the newest handler is always the one called. */
export function useEngineEvent(handler: (event: EngineEvent) => void): void {
  const engine = useEngine();
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => engine.onEvent((event) => latest.current(event)), [engine]);
}

export interface Media {
  url: string | null;
  /** Name and type as they are in the message, for saving the file. */
  name: string | null;
  mimeType: string | null;
  error: EngineError | null;
  loading: boolean;
  retry(): void;
}

/** Checked, decrypted bytes as an object URL that lives as long as the component; null source asks for nothing. */
export function useMedia(source: MediaSource | null): Media {
  const engine = useEngine();
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<{ held: HeldMedia | null; error: EngineError | null }>(NO_MEDIA);
  const key = source ? JSON.stringify(source) : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` restarts the request.
  useEffect(() => {
    setState(NO_MEDIA);
    if (key === null) return;
    return holdMedia(engine, JSON.parse(key) as MediaSource, (held, error) => setState({ held, error }));
  }, [engine, key, attempt]);
  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  return {
    url: state.held?.url ?? null,
    name: state.held?.name ?? null,
    mimeType: state.held?.mimeType ?? null,
    error: state.error,
    loading: key !== null && !state.held && !state.error,
    retry,
  };
}

const NO_MEDIA = { held: null, error: null };

/** Address for an avatar of `size` CSS pixels, or null while it loads or when there is none. */
export function useAvatarUrl(mxc: string | null, size = 48): string | null {
  const { value: status } = useEngineStatus();
  const pixels = size <= 48 ? 96 : 320;
  const direct = mxc && status ? directMediaUrl(status, mxc, pixels) : null;
  const { url } = useMedia(mxc && status && !direct ? { from: 'mxc', mxc, width: pixels, height: pixels } : null);
  return direct ?? url;
}
