// SPDX-License-Identifier: EUPL-1.2
// Shortcuts follow the place of the key and never steal typing.
import { fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { DEFAULTS, setPreference, usePreferences } from './preferences';
import { SHORTCUTS, type ShortcutId, useShortcut } from './shortcuts';

afterEach(() => usePreferences.setState(DEFAULTS));

function Listener({ id, run }: { id: ShortcutId; run: () => unknown }) {
  useShortcut(id, run);
  return <input aria-label="text" />;
}

test('Ctrl with the key of К in a Russian layout opens the palette', () => {
  const run = vi.fn();
  render(<Listener id="palette" run={run} />);
  const passed = fireEvent.keyDown(window, { code: 'KeyK', key: 'л', ctrlKey: true });
  expect(run).toHaveBeenCalledOnce();
  expect(passed).toBe(false);
});

test('another modifier is another shortcut', () => {
  const run = vi.fn();
  render(<Listener id="palette" run={run} />);
  fireEvent.keyDown(window, { code: 'KeyK', ctrlKey: true, shiftKey: true });
  expect(run).not.toHaveBeenCalled();
});

test('a single key is a letter while somebody types', () => {
  const run = vi.fn();
  render(<Listener id="reply" run={run} />);
  fireEvent.keyDown(screen.getByLabelText('text'), { code: 'KeyR' });
  expect(run).not.toHaveBeenCalled();
  fireEvent.keyDown(document.body, { code: 'KeyR' });
  expect(run).toHaveBeenCalledOnce();
});

test('single keys can be switched off', () => {
  setPreference('singleKeys', false);
  const run = vi.fn();
  render(<Listener id="reply" run={run} />);
  fireEvent.keyDown(document.body, { code: 'KeyR' });
  expect(run).not.toHaveBeenCalled();
});

test('a handler may let the key pass', () => {
  render(<Listener id="composer" run={() => false} />);
  expect(fireEvent.keyDown(document.body, { code: 'Escape' })).toBe(true);
});

test('no two shortcuts of one place share keys', () => {
  const keys = Object.values(SHORTCUTS).map(({ keys: words }) => words);
  expect(new Set(keys).size).toBe(keys.length);
});
