// SPDX-License-Identifier: EUPL-1.2
// The message field by keyboard: send, new line, answer, edit, drafts, files and the right to write.
import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { beforeAll, expect, test, vi } from 'vitest';
import { EngineError, type RoomDetails } from '@/engine/rpc/protocol';
import { EngineContext } from '@/engine/rpc/react';
import { SessionContext } from '@/shared/session';
import { type FakeEngine, fakeEngine } from '../fakeEngine';
import { details, message } from '../testing';
import { Composer } from './Composer';
import type { ComposerMode } from './mode';

const me = {
  user_id: '@me:test',
  device_id: 'D',
  display_name: 'Me',
  avatar_url: null,
  is_admin: false,
  server_name: 'test',
};

// The editor is loaded on demand; the first test would wait for it.
beforeAll(() => import('./ComposerField'), 30_000);

interface Shown {
  engine?: FakeEngine;
  room?: RoomDetails;
  mode?: ComposerMode;
  onEditLast?: () => void;
}

async function show({ engine = fakeEngine({}, answers()), room = details(), mode = null, onEditLast }: Shown = {}) {
  function Field() {
    const [now, setNow] = useState<ComposerMode>(mode);
    return (
      <Composer room={room} mode={now} onModeEnd={() => setNow(null)} onEditLast={onEditLast ?? (() => undefined)} />
    );
  }
  render(
    <SessionContext value={me}>
      <EngineContext value={engine}>
        <Field />
      </EngineContext>
    </SessionContext>,
  );
  const field = await screen.findByRole('textbox', { name: 'Message' });
  await act(async () => field.focus());
  return { engine, field, user: userEvent.setup() };
}

function answers(draft = '') {
  return {
    'rooms.getDraft': () => ({ text: draft }),
    'messages.sendText': () => ({ key: 'k' }),
    'messages.sendFile': () => ({ key: 'f' }),
  };
}

test('Enter sends the text and empties the field', async () => {
  const { engine, field, user } = await show();
  await user.keyboard('Good morning');
  await user.keyboard('{Enter}');
  expect(engine.callsOf('messages.sendText')).toMatchObject([{ roomId: '!room', text: 'Good morning' }]);
  expect(field.textContent).toBe('');
});

test('Shift and Enter makes a line', async () => {
  const { engine, user } = await show();
  await user.keyboard('one{Shift>}{Enter}{/Shift}two{Enter}');
  expect(engine.callsOf('messages.sendText')[0]?.text).toBe('one\ntwo');
});

test('an empty field sends nothing', async () => {
  const { engine, user } = await show();
  await user.keyboard('   {Enter}');
  expect(engine.callsOf('messages.sendText')).toEqual([]);
});

test('an answer names its message, and Escape gives it up', async () => {
  const reply = { type: 'reply' as const, item: message('asked', 'Who comes?') };
  const { engine, user } = await show({ mode: reply });
  expect(await screen.findByText('Reply to Anna Sokolova')).toBeTruthy();
  await user.keyboard('I do{Enter}');
  expect(engine.callsOf('messages.sendText')[0]).toMatchObject({ text: 'I do', replyTo: '$asked' });
  expect(screen.queryByText('Reply to Anna Sokolova')).toBeNull();
});

test('Escape ends an answer without sending', async () => {
  const { engine, user } = await show({ mode: { type: 'reply', item: message('asked', 'Who comes?') } });
  await user.keyboard('{Escape}');
  expect(screen.queryByText('Reply to Anna Sokolova')).toBeNull();
  expect(engine.callsOf('messages.sendText')).toEqual([]);
});

test('editing begins with the old text and sends the new one as an edit', async () => {
  const edit = { type: 'edit' as const, item: message('mine', 'Ten o’clock', { mine: true }) };
  const { engine, field, user } = await show({ mode: edit });
  await waitFor(() => expect(field.textContent).toBe('Ten o’clock'));
  await user.keyboard(' sharp{Enter}');
  expect(engine.callsOf('messages.edit')[0]).toMatchObject({ eventId: '$mine', text: 'Ten o’clock sharp' });
  expect(field.textContent).toBe('');
});

test('arrow up in an empty field edits the last own message, in a full one it does not', async () => {
  const onEditLast = vi.fn();
  const { user } = await show({ onEditLast });
  await user.keyboard('{ArrowUp}');
  expect(onEditLast).toHaveBeenCalledTimes(1);
  await user.keyboard('text{ArrowUp}');
  expect(onEditLast).toHaveBeenCalledTimes(1);
});

test('the draft of the chat stands in the field', async () => {
  const { field } = await show({ engine: fakeEngine({}, answers('kept words')) });
  await waitFor(() => expect(field.textContent).toBe('kept words'));
});

test('a text that the engine refuses comes back', async () => {
  const engine = fakeEngine(
    {},
    {
      ...answers(),
      'messages.sendText': () => Promise.reject(new EngineError('forbidden', 'no')),
    },
  );
  const { field, user } = await show({ engine });
  await user.keyboard('Important{Enter}');
  await waitFor(() => expect(field.textContent).toBe('Important'));
});

test('an infected file stays with the reason, a clean one goes', async () => {
  const engine = fakeEngine(
    {},
    {
      ...answers(),
      'messages.sendFile': ({ name }) =>
        name === 'bad.txt'
          ? Promise.reject(new EngineError('infected', 'no', { threats: ['Eicar'] }))
          : Promise.resolve({ key: 'f' }),
    },
  );
  const { user } = await show({ engine });
  const input = document.querySelector<HTMLInputElement>('input[type=file]');
  expect(input).toBeTruthy();
  await user.upload(input as HTMLInputElement, [new File(['x'], 'bad.txt'), new File(['y'], 'good.txt')]);
  await user.click(screen.getByRole('button', { name: 'Send' }));
  expect(await screen.findByText(/malicious content was found in it\. \(Eicar\)/)).toBeTruthy();
  await waitFor(() => expect(screen.queryByText('good.txt')).toBeNull());
  await user.click(screen.getByRole('button', { name: 'Remove bad.txt' }));
  expect(screen.queryByText('bad.txt')).toBeNull();
});

test('who may not write reads why', () => {
  const room = details({ kind: 'announcement', myRights: { ...details().myRights, send: false } });
  render(<Composer room={room} mode={null} onModeEnd={() => undefined} onEditLast={() => undefined} />);
  expect(screen.getByText('Only moderators post here. You can reply in the thread of a message.')).toBeTruthy();
  expect(screen.queryByRole('textbox')).toBeNull();
});
