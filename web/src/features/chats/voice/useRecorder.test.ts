// SPDX-License-Identifier: EUPL-1.2
// A recording that is thrown away leaves no microphone open, not even one that was still being asked for.
import { act, fireEvent, renderHook } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { useRecorder } from './useRecorder';

afterEach(() => vi.unstubAllGlobals());

/** A browser that is still asking the person for the microphone. */
function askingBrowser() {
  const stop = vi.fn();
  let answer: (stream: unknown) => void = () => undefined;
  const getUserMedia = vi.fn(
    () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  );
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } });
  return { stop, getUserMedia, allow: () => answer({ getTracks: () => [{ stop }] }) };
}

async function startAsking() {
  const browser = askingBrowser();
  const { result } = renderHook(useRecorder);
  act(() => result.current.start());
  await vi.waitFor(() => expect(browser.getUserMedia).toHaveBeenCalled());
  return { ...browser, result };
}

test('Escape anywhere ends a recording that waits for the microphone', async () => {
  const { result, allow, stop } = await startAsking();
  expect(result.current.state.step).toBe('asking');
  fireEvent.keyDown(document.body, { key: 'Escape' });
  expect(result.current.state.step).toBe('idle');
  allow();
  await vi.waitFor(() => expect(stop).toHaveBeenCalled());
  expect(result.current.state.step).toBe('idle');
});

test('Escape in a text field or a window is meant for those', async () => {
  const { result } = await startAsking();
  for (const role of ['dialog', 'menu', 'listbox']) {
    const window = document.body.appendChild(document.createElement('div'));
    window.setAttribute('role', role);
    fireEvent.keyDown(window, { key: 'Escape' });
    window.remove();
  }
  const field = document.body.appendChild(document.createElement('input'));
  fireEvent.keyDown(field, { key: 'Escape' });
  field.remove();
  expect(result.current.state.step).toBe('asking');
});
