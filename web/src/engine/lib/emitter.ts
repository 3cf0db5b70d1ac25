// SPDX-License-Identifier: EUPL-1.2
// A typed list of listeners and a way to merge bursts of changes into one call.

export class Emitter<Events extends object> {
  private readonly listeners = new Map<keyof Events, Set<(value: never) => void>>();

  on<K extends keyof Events>(name: K, listener: (value: Events[K]) => void): () => void {
    const known = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, known);
    known.add(listener as (value: never) => void);
    return () => known.delete(listener as (value: never) => void);
  }

  emit<K extends keyof Events>(name: K, value: Events[K]): void {
    for (const listener of this.listeners.get(name) ?? []) (listener as (value: Events[K]) => void)(value);
  }
}

export interface Coalesced {
  (): void;
  cancel(): void;
}

/** Calls `work` once, `delayMs` after the first of a burst of requests. */
export function coalesce(work: () => void, delayMs: number): Coalesced {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const request = () => {
    timer ??= setTimeout(() => {
      timer = null;
      work();
    }, delayMs);
  };
  request.cancel = () => {
    if (timer) clearTimeout(timer);
    timer = null;
  };
  return request;
}
