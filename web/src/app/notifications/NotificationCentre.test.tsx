// SPDX-License-Identifier: EUPL-1.2
// The notification centre: what concerns me first, invitations answered in place, everything read at once.
import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { NotificationItem } from '@/engine/rpc/protocol';
import { fakeEngine } from '@/testing/fakeEngine';
import { renderPage } from '@/testing/render';
import { NotificationCentre } from './NotificationCentre';

const igor = { userId: '@igor:office.example', name: 'Igor', avatar: null };
const item = (key: string, type: NotificationItem['type'], text: string): NotificationItem => ({
  key,
  type,
  roomId: `!${key}:office.example`,
  roomName: `Chat ${key}`,
  eventId: type === 'invite' ? null : `$${key}`,
  threadId: null,
  sender: igor,
  kind: 'text',
  text,
  at: Date.now(),
  unread: true,
});

function open(items: NotificationItem[]) {
  const engine = fakeEngine();
  engine.set('notifications', { items, unread: items.length });
  return renderPage(<NotificationCentre onClose={() => undefined} />, { engine });
}

test('ordinary messages are only under All', async () => {
  const { user } = open([item('a', 'mention', 'Look at this'), item('b', 'message', 'Lunch?')]);
  expect(await screen.findByText('Look at this')).toBeTruthy();
  expect(screen.queryByText('Lunch?')).toBeNull();
  await user.click(screen.getByRole('tab', { name: /All/ }));
  expect(await screen.findByText('Lunch?')).toBeTruthy();
});

test('an invitation is accepted in place', async () => {
  const { user, engine } = open([item('a', 'invite', '')]);
  await user.click(await screen.findByRole('button', { name: 'Accept' }));
  await waitFor(() =>
    expect(engine.calls).toEqual([{ name: 'rooms.acceptInvite', params: { roomId: '!a:office.example' } }]),
  );
});

test('everything is read with one press, and there is nothing to press when all is read', async () => {
  const { user, engine } = open([item('a', 'mention', 'Look')]);
  await user.click(await screen.findByRole('button', { name: 'Mark all as read' }));
  expect(engine.calls).toEqual([{ name: 'notifications.markAllRead', params: {} }]);
});

test('an empty centre says what will come', async () => {
  open([]);
  expect(await screen.findByText('Nothing new for you')).toBeTruthy();
  expect((screen.getByRole('button', { name: 'Mark all as read' }) as HTMLButtonElement).disabled).toBe(true);
});
