// SPDX-License-Identifier: EUPL-1.2
// An engine for component tests: answers calls from a table and remembers them.
import type { Engine } from '@/engine/rpc/client';
import type { CallName, CallParams, CallResult, TopicName, TopicValue } from '@/engine/rpc/protocol';

type Answers = { [N in CallName]?: (params: CallParams<N>) => CallResult<N> | Promise<CallResult<N>> };
type Values = { [N in TopicName]?: TopicValue<N> };

export interface FakeEngine extends Engine {
  calls: { name: CallName; params: unknown }[];
  /** Parameters of the calls with this name. */
  callsOf<N extends CallName>(name: N): CallParams<N>[];
}

export function fakeEngine(values: Values, answers: Answers = {}): FakeEngine {
  const calls: FakeEngine['calls'] = [];
  const snapshots = new Map(Object.entries(values).map(([topic, value]) => [topic, { value, error: null }]));
  const nothing = { value: undefined, error: null };
  return {
    calls,
    callsOf: <N extends CallName>(name: N) =>
      calls.filter((call) => call.name === name).map(({ params }) => params as CallParams<N>),
    call: async (name, params) => {
      calls.push({ name, params });
      const answer = answers[name] as ((given: unknown) => unknown) | undefined;
      return (answer ? await answer(params) : null) as never;
    },
    watch: (topic) => ({
      get: () => (snapshots.get(topic) ?? nothing) as never,
      subscribe: () => () => undefined,
    }),
    subscribe: () => () => undefined,
    onEvent: () => () => undefined,
    close: () => undefined,
  };
}
