// SPDX-License-Identifier: EUPL-1.2
// The timeline by keyboard: one tab stop, arrows between messages, letters act on the focused one.
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ComponentProps, ComponentType, ReactElement, ReactNode } from 'react';
import type { Virtualizer } from 'virtua';
import { expect, test, vi } from 'vitest';
import type { TimelineItem, Timeline as TimelineModel } from '@/engine/rpc/protocol';
import { EngineContext } from '@/engine/rpc/react';
import { type FakeEngine, fakeEngine } from '../fakeEngine';
import { anna, details, message } from '../testing';
import { Timeline } from './Timeline';

// happy-dom lays nothing out, so the virtualiser would show no row; browser tests prove it with layout.
vi.mock('virtua', () => ({
  Virtualizer: ({ data, children, as: List }: ComponentProps<typeof Virtualizer<TimelineItem>>) => {
    const Rows = List as ComponentType<{ children: ReactNode }>;
    const draw = children as (item: TimelineItem, index: number) => ReactElement;
    return <Rows>{Array.from(data ?? [], (item, index) => draw(item, index))}</Rows>;
  },
}));

const items: TimelineItem[] = [
  message('one', 'First question'),
  message('two', 'Second question', { reactions: [{ key: '👍', count: 1, senders: [anna], mine: false }] }),
  message('three', 'My answer', {
    mine: true,
    can: { edit: true, redact: true, react: true, reply: true, thread: true, pin: false },
  }),
];

function model(changes: Partial<TimelineModel> = {}): TimelineModel {
  return {
    roomId: '!room',
    items,
    hasOlder: false,
    hasNewer: false,
    loadingOlder: false,
    loadingNewer: false,
    focus: null,
    threadId: null,
    fullyReadEventId: null,
    unreadAbove: null,
    unreadBelow: 0,
    pinned: [],
    error: null,
    ...changes,
  };
}

async function show(timeline = model()) {
  const engine: FakeEngine = fakeEngine({ timeline });
  const told = { onReply: vi.fn(), onEdit: vi.fn(), onLeave: vi.fn() };
  const page = () => (
    <EngineContext value={engine}>
      <Timeline roomId="!room" room={details()} at={undefined} onItems={() => undefined} {...told} />
    </EngineContext>
  );
  const root = createRootRoute();
  const index = createRoute({ getParentRoute: () => root, path: '/', component: page });
  const router = createRouter({ routeTree: root.addChildren([index]), history: createMemoryHistory() });
  // biome-ignore lint/suspicious/noExplicitAny: the test's router has other routes than the application's.
  render(<RouterProvider router={router as any} />);
  await screen.findByRole('list', { name: 'Messages' });
  return { engine, told, user: userEvent.setup() };
}

const row = (name: RegExp) => screen.findByRole('article', { name });
const focused = () => document.activeElement?.getAttribute('aria-label') ?? '';

test('the newest message is the one tab stop', async () => {
  await show();
  const rows = await screen.findAllByRole('article');
  expect(rows.map(({ tabIndex }) => tabIndex)).toEqual([-1, -1, 0]);
  expect(rows.at(-1)?.getAttribute('aria-label')).toContain('My answer');
});

test('arrows, J and K walk between messages and stop at the ends', async () => {
  const { user } = await show();
  act(() => screen.getAllByRole('article').at(-1)?.focus());
  await user.keyboard('{ArrowUp}');
  await waitFor(() => expect(focused()).toContain('Second question'));
  await user.keyboard('k');
  await waitFor(() => expect(focused()).toContain('First question'));
  await user.keyboard('{ArrowUp}');
  await waitFor(() => expect(focused()).toContain('First question'));
  await user.keyboard('j');
  await waitFor(() => expect(focused()).toContain('Second question'));
});

test('Enter goes into a message, Escape comes back, Escape again leaves', async () => {
  const { user, told } = await show();
  const second = await row(/Second question/);
  act(() => second.focus());
  await user.keyboard('{Enter}');
  expect(second.contains(document.activeElement)).toBe(true);
  expect(document.activeElement).not.toBe(second);
  await user.keyboard('{Escape}');
  expect(document.activeElement).toBe(second);
  await user.keyboard('{Escape}');
  expect(told.onLeave).toHaveBeenCalled();
});

test('R answers any message, E edits only an own one', async () => {
  const { user, told } = await show();
  const second = await row(/Second question/);
  act(() => second.focus());
  await user.keyboard('e');
  expect(told.onEdit).not.toHaveBeenCalled();
  await user.keyboard('r');
  expect(told.onReply).toHaveBeenCalledWith(items[1]);
  const own = await row(/My answer/);
  act(() => own.focus());
  await user.keyboard('e');
  expect(told.onEdit).toHaveBeenCalledWith(items[2]);
});

test('a reaction of others can be joined', async () => {
  const { user, engine } = await show();
  const second = await row(/Second question/);
  await user.click(within(second).getByRole('button', { name: '👍, 1' }));
  expect(engine.callsOf('messages.react')).toEqual([{ roomId: '!room', eventId: '$two', key: '👍' }]);
});

test('a failed message offers to send again or to discard', async () => {
  const failed = message('lost', 'Unlucky', {
    mine: true,
    eventId: null,
    send: { state: 'failed', error: { code: 'forbidden', message: '', retryable: false } },
  });
  const { user, engine } = await show(model({ items: [failed] }));
  const lost = await row(/Unlucky/);
  await user.click(within(lost).getByRole('button', { name: 'Try again', hidden: true }));
  await user.click(within(lost).getByRole('button', { name: 'Discard', hidden: true }));
  expect(engine.callsOf('messages.retry')).toEqual([{ key: 'lost' }]);
  expect(engine.callsOf('messages.discard')).toEqual([{ key: 'lost' }]);
});

test('what cannot be decrypted says why and offers one action', async () => {
  const locked: TimelineItem = {
    ...message('locked', ''),
    type: 'undecryptable',
    cause: 'key_not_received',
    mayRecover: true,
  } as TimelineItem;
  const { user, engine } = await show(model({ items: [locked] }));
  expect(await screen.findByText(/its key has not arrived/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(engine.callsOf('timeline.retryDecryption')).toEqual([{ roomId: '!room' }]);
});

test('older messages that could not be loaded can be asked for again', async () => {
  const error = { code: 'server_error' as const, message: '', retryable: true };
  const { user, engine } = await show(model({ hasOlder: true, error }));
  await user.click(await screen.findByRole('button', { name: 'Try again' }));
  expect(engine.callsOf('timeline.loadOlder')).toHaveLength(1);
});
