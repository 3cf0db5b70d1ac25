// SPDX-License-Identifier: EUPL-1.2
// Commands that the palette offers; a feature registers its own while it is on the page.
import { useEffect, useRef } from 'react';
import { create } from 'zustand';
import type { IconType } from '@/ui';

export interface Command {
  id: string;
  title: string;
  /** Other words by which people look for it. */
  words?: string;
  icon: IconType;
  keys?: string;
  run(): void;
}

interface CommandStore {
  commands: ReadonlyMap<string, Command>;
}

export const useCommandStore = create<CommandStore>()(() => ({ commands: new Map() }));

function change(edit: (commands: Map<string, Command>) => void): void {
  useCommandStore.setState(({ commands }) => {
    const next = new Map(commands);
    edit(next);
    return { commands: next };
  });
}

/** Offers the commands as long as the component is mounted; a new title replaces the old one. */
export function useCommands(commands: Command[]): void {
  const latest = useRef(commands);
  latest.current = commands;
  const shape = commands.map(({ id, title }) => `${id}\t${title}`).join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` stands for the commands themselves.
  useEffect(() => {
    const mine = latest.current;
    const runLatest = (id: string) => latest.current.find((command) => command.id === id)?.run();
    change((all) => {
      for (const command of mine) all.set(command.id, { ...command, run: () => runLatest(command.id) });
    });
    return () =>
      change((all) => {
        for (const { id } of mine) all.delete(id);
      });
  }, [shape]);
}
