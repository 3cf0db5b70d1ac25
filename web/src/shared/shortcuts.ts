// SPDX-License-Identifier: EUPL-1.2
// The one catalogue of keyboard shortcuts, and the hook that gives a shortcut its work.
import { useEffect, useRef } from 'react';
import { usePreferences } from './preferences';

export type ShortcutGroup = 'general' | 'go' | 'chats' | 'message';

/** `code` is the place of the key (KeyboardEvent.code), so Ctrl+Л of a Russian layout is Ctrl+K. */
export interface Shortcut {
  group: ShortcutGroup;
  code: string;
  ctrl?: boolean;
  shift?: boolean;
  alt?: boolean;
  /** As written for people. */
  keys: string;
  /** Another way to the same: listed in the line of that one. */
  sameAs?: string;
}

export const SHORTCUTS = {
  palette: { group: 'general', code: 'KeyK', ctrl: true, keys: 'Ctrl+K' },
  search: { group: 'general', code: 'KeyF', ctrl: true, shift: true, keys: 'Ctrl+Shift+F' },
  help: { group: 'general', code: 'Slash', ctrl: true, keys: 'Ctrl+/' },
  helpSign: { group: 'general', code: 'Slash', shift: true, keys: '?', sameAs: 'help' },
  notifications: { group: 'general', code: 'KeyI', shift: true, keys: 'Shift+I' },
  nextRegion: { group: 'general', code: 'F6', keys: 'F6' },
  previousRegion: { group: 'general', code: 'F6', shift: true, keys: 'Shift+F6' },
  goPortal: { group: 'go', code: 'Digit1', alt: true, keys: 'Alt+1' },
  goChats: { group: 'go', code: 'Digit2', alt: true, keys: 'Alt+2' },
  goPeople: { group: 'go', code: 'Digit3', alt: true, keys: 'Alt+3' },
  nextUnread: { group: 'chats', code: 'KeyN', keys: 'N' },
  filterChats: { group: 'chats', code: 'KeyF', alt: true, keys: 'Alt+F' },
  newChat: { group: 'chats', code: 'KeyN', alt: true, keys: 'Alt+N' },
  toggleRead: { group: 'chats', code: 'KeyU', alt: true, keys: 'Alt+U' },
  archiveChat: { group: 'chats', code: 'KeyA', alt: true, keys: 'Alt+A' },
  searchRoom: { group: 'chats', code: 'KeyF', ctrl: true, keys: 'Ctrl+F' },
  composer: { group: 'chats', code: 'Escape', keys: 'Esc' },
  nextMessage: { group: 'message', code: 'KeyJ', keys: 'J' },
  previousMessage: { group: 'message', code: 'KeyK', keys: 'K' },
  reply: { group: 'message', code: 'KeyR', keys: 'R' },
  thread: { group: 'message', code: 'KeyT', keys: 'T' },
  edit: { group: 'message', code: 'KeyE', keys: 'E' },
  react: { group: 'message', code: 'KeyL', keys: 'L' },
} as const satisfies Record<string, Shortcut>;

export type ShortcutId = keyof typeof SHORTCUTS;
export const shortcut = (id: ShortcutId): Shortcut => SHORTCUTS[id];

type Pressed = Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

export function matches(event: Pressed, { code, ctrl = false, shift = false, alt = false }: Shortcut): boolean {
  const withCtrl = event.ctrlKey || event.metaKey;
  return event.code === code && withCtrl === ctrl && event.shiftKey === shift && event.altKey === alt;
}

/** A shortcut that a person could also mean as typing: needs no text field focused and may be switched off. */
export function isSingleKey({ ctrl, alt, code }: Shortcut): boolean {
  return !ctrl && !alt && !/^F\d+$/.test(code);
}

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

/** Inside these, letters choose an item by its first letters. */
export function isInWindow(target: EventTarget | null): boolean {
  const windows = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';
  return target instanceof Element && target.closest(windows) !== null;
}

export function shouldRun(event: KeyboardEvent, wanted: Shortcut, singleKeys: boolean): boolean {
  if (event.defaultPrevented || !matches(event, wanted)) return false;
  if (!isSingleKey(wanted)) return true;
  return singleKeys && !isTyping(event.target) && !isInWindow(event.target);
}

interface ShortcutOptions {
  isDisabled?: boolean;
}

/** Runs `handler` when the keys are pressed anywhere in the page; return false to let the key pass. */
export function useShortcut(
  id: ShortcutId,
  handler: (event: KeyboardEvent) => unknown,
  { isDisabled = false }: ShortcutOptions = {},
): void {
  const latest = useRef(handler);
  const singleKeys = usePreferences((preferences) => preferences.singleKeys);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => {
    if (isDisabled) return;
    const listen = (event: KeyboardEvent) => {
      if (!shouldRun(event, SHORTCUTS[id], singleKeys)) return;
      if (latest.current(event) !== false) event.preventDefault();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [id, isDisabled, singleKeys]);
}
