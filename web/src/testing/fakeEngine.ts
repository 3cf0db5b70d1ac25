// SPDX-License-Identifier: EUPL-1.2
// An engine for component tests: topics are set by the test, calls are recorded and answered by it.
import type { Engine, Snapshot, Watch } from '@/engine/rpc/client';
import type { CallName, EngineEvent, TopicName, TopicValue } from '@/engine/rpc/protocol';

type Answer = (params: unknown) => unknown;

export interface FakeEngine extends Engine {
  calls: { name: CallName; params: unknown }[];
  answer(name: CallName, answer: Answer): void;
  set<N extends TopicName>(topic: N, value: TopicValue<N>): void;
  emit(event: EngineEvent): void;
}

export function fakeEngine(): FakeEngine {
  const snapshots = new Map<TopicName, Snapshot<unknown>>();
  const empty: Snapshot<unknown> = { value: undefined, error: null };
  const listeners = new Set<() => void>();
  const eventListeners = new Set<(event: EngineEvent) => void>();
  const answers = new Map<CallName, Answer>();
  const calls: FakeEngine['calls'] = [];
  const watch = (topic: TopicName): Watch<unknown> => ({
    get: () => snapshots.get(topic) ?? empty,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  const engine = {
    calls,
    answer: (name: CallName, answer: Answer) => answers.set(name, answer),
    set: (topic: TopicName, value: unknown) => {
      snapshots.set(topic, { value, error: null });
      for (const listener of listeners) listener();
    },
    emit: (event: EngineEvent) => {
      for (const listener of eventListeners) listener(event);
    },
    call: async (name: CallName, params: unknown) => {
      calls.push({ name, params });
      return (await answers.get(name)?.(params)) ?? null;
    },
    watch,
    subscribe: () => () => undefined,
    onEvent: (listener: (event: EngineEvent) => void) => {
      eventListeners.add(listener);
      return () => eventListeners.delete(listener);
    },
    close: () => undefined,
  };
  return engine as unknown as FakeEngine;
}
