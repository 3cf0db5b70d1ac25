// SPDX-License-Identifier: EUPL-1.2
// Behaviour of the design system's components through the keyboard and the accessible names people use.
import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test, vi } from 'vitest';
import {
  Avatar,
  Badge,
  Button,
  ConfirmDialog,
  ErrorState,
  Menu,
  MenuItem,
  MenuTrigger,
  Pills,
  Select,
  showToast,
  ToastRegion,
  Tree,
} from '.';
import { initials } from './Avatar/initials';

test('a pending button says so, keeps its focus and runs nothing', async () => {
  const press = vi.fn();
  const { rerender } = render(<Button onPress={press}>Send</Button>);
  await userEvent.tab();
  rerender(
    <Button isPending onPress={press}>
      Send
    </Button>,
  );
  await userEvent.keyboard('{Enter}');
  expect(press).not.toHaveBeenCalled();
  const button = screen.getByRole('button', { name: /Send/ });
  expect(document.activeElement).toBe(button);
  expect(within(button).getByRole('status').textContent).toBe('In progress');
});

test('a pending submit button does not submit its form', async () => {
  const submit = vi.fn((event: Event) => event.preventDefault());
  render(
    <form onSubmit={(event) => submit(event.nativeEvent)}>
      <Button type="submit" isPending>
        Save
      </Button>
    </form>,
  );
  await userEvent.click(screen.getByRole('button', { name: /Save/ }));
  expect(submit).not.toHaveBeenCalled();
});

test('a menu runs the chosen action and closes', async () => {
  const rename = vi.fn();
  render(
    <MenuTrigger>
      <Button>Actions</Button>
      <Menu>
        <MenuItem onAction={() => undefined}>Open</MenuItem>
        <MenuItem onAction={rename}>Rename</MenuItem>
      </Menu>
    </MenuTrigger>,
  );
  await userEvent.click(screen.getByRole('button', { name: /Actions/ }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Rename' }));
  expect(rename).toHaveBeenCalledOnce();
  expect(screen.queryByRole('menu')).toBeNull();
});

test('a question starts on the safe answer', async () => {
  const confirm = vi.fn();
  const close = vi.fn();
  render(
    <ConfirmDialog title="Sign out?" action="Sign out" isOpen danger onConfirm={confirm} onClose={close}>
      Keys will be erased.
    </ConfirmDialog>,
  );
  expect(screen.getByRole('alertdialog', { name: 'Sign out?' })).toBeTruthy();
  expect(document.activeElement?.textContent).toContain('Cancel');
  await userEvent.keyboard('{Escape}');
  expect(close).toHaveBeenCalledOnce();
  await userEvent.click(screen.getByRole('button', { name: 'Sign out' }));
  expect(confirm).toHaveBeenCalledOnce();
});

test('a message offers to undo and goes away after it', async () => {
  const undo = vi.fn();
  render(<ToastRegion />);
  act(() => void showToast({ text: 'Chat left', action: { label: 'Undo', run: undo } }));
  await userEvent.click(await screen.findByRole('button', { name: 'Undo' }));
  expect(undo).toHaveBeenCalledOnce();
  expect(screen.queryByText('Chat left')).toBeNull();
});

function ThemeSelect() {
  const [theme, setTheme] = useState<'light' | 'dark'>('light');
  const choices = [
    { id: 'light', label: 'Light' },
    { id: 'dark', label: 'Dark' },
  ] as const;
  return <Select<'light' | 'dark'> label="Theme" choices={choices} value={theme} onChange={setTheme} />;
}

test('a select shows the new choice', async () => {
  render(<ThemeSelect />);
  await userEvent.click(screen.getByRole('button', { name: /Light/ }));
  await userEvent.click(await screen.findByRole('option', { name: 'Dark' }));
  expect(screen.getByRole('button', { name: /Dark/ })).toBeTruthy();
});

test('pills always keep one chosen', async () => {
  const change = vi.fn();
  const items = [
    { id: 'all', label: 'All' },
    { id: 'new', label: 'New' },
  ] as const;
  render(<Pills<'all' | 'new'> label="Filter" items={items} value="all" onChange={change} />);
  await userEvent.click(screen.getByRole('radio', { name: 'All' }));
  expect(change).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole('radio', { name: 'New' }));
  expect(change).toHaveBeenCalledWith('new');
});

test('a tree unfolds with the right arrow', async () => {
  const nodes = [{ id: 'a', name: 'Agency', children: [{ id: 'b', name: 'Legal', children: [] }] }];
  render(<Tree label="Units" nodes={nodes} current={null} />);
  expect(screen.queryByRole('row', { name: 'Legal' })).toBeNull();
  await userEvent.tab();
  await userEvent.keyboard('{ArrowRight}');
  expect(screen.getByRole('row', { name: 'Legal' })).toBeTruthy();
});

test('an error offers another try and its code', async () => {
  const retry = vi.fn();
  render(<ErrorState title="The list could not be loaded" code="server_error · 500" onRetry={retry} />);
  expect(screen.getByRole('alert')).toBeTruthy();
  expect(screen.getByRole('button', { name: /server_error · 500/ })).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(retry).toHaveBeenCalledOnce();
});

test('a badge tells mentions by a sign and counts in words', () => {
  render(<Badge count={120} mention label="120 unread messages" />);
  expect(screen.getByText('@99+').getAttribute('aria-hidden')).toBe('true');
  expect(screen.getByText('120 unread messages')).toBeTruthy();
});

test('a picture that fails to load gives way to initials', () => {
  const { container } = render(<Avatar name="Anna Sokolova" url="/broken.png" />);
  act(() => void container.querySelector('img')?.dispatchEvent(new Event('error')));
  expect(screen.getByText('AS')).toBeTruthy();
});

test.each([
  ['Соколова Анна Викторовна', 'СА'],
  ['«Закупки» и снабжение', 'ЗИ'],
  ['Отдел', 'ОТ'],
  ['@anna', 'AN'],
  ['—', '?'],
])('initials of %s are %s', (name, expected) => {
  expect(initials(name)).toBe(expected);
});
