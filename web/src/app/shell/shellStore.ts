// SPDX-License-Identifier: EUPL-1.2
// Which floating parts of the shell are open.
import { create } from 'zustand';

interface ShellState {
  palette: boolean;
  notifications: boolean;
  shortcuts: boolean;
  signOut: boolean;
}

export const useShell = create<ShellState>()(() => ({
  palette: false,
  notifications: false,
  shortcuts: false,
  signOut: false,
}));

export function openPart(part: keyof ShellState): void {
  useShell.setState({ [part]: true });
}

export function closePart(part: keyof ShellState): void {
  useShell.setState({ [part]: false });
}

export function togglePart(part: keyof ShellState): void {
  useShell.setState((state) => ({ [part]: !state[part] }));
}
