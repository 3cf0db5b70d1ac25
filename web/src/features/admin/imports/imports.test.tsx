// SPDX-License-Identifier: EUPL-1.2
// One import: what is wrong by line in the reader's words, what changes field by field, and what may be done.
import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { stubFetch } from '@/testing/fetchStub';
import { renderPage } from '@/testing/render';
import type { Run } from './api';
import { ImportPage } from './ImportPage';

const RUN: Run = {
  id: 'import_1',
  title: 'people.csv',
  source: 'file:unit_1:people',
  root_id: 'unit_1',
  actor: '@anna:office.example',
  state: 'refused',
  created_at: 1,
  started_at: null,
  finished_at: null,
  counts: { 'person.changed': 1 },
  errors: 1,
  warnings: 0,
  total: 1,
  done: 0,
  failed: 0,
  leaving: 0,
  linked: 0,
  guarded: false,
};
const PROBLEM = {
  code: 'person_login_taken',
  severity: 'error',
  message: 'in the words of the server',
  line: 7,
  params: { login: 'petrov', other: '3' },
};
const CHANGE = {
  kind: 'person.changed',
  external_id: '1',
  id: '@petrov:office.example',
  label: 'Petrov Oleg',
  line: 4,
  fields: [{ name: 'room', before: '12', after: '14' }],
};

function answers(run: Run) {
  return {
    'GET /api/v1/imports/import_1': () => ({ body: run }),
    'GET /api/v1/imports/import_1/problems': () => ({ body: { items: run.errors ? [PROBLEM] : [], next_after: null } }),
    'GET /api/v1/imports/import_1/changes': () => ({ body: { items: [CHANGE], next_after: null } }),
  };
}

test('a bad line is named, and only the good ones may be applied', async () => {
  stubFetch(answers(RUN));
  renderPage(<ImportPage id="import_1" />);
  expect(await screen.findByText('The login name petrov is on line 3 already; give another one')).toBeTruthy();
  expect(screen.getByText('Line 7')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Apply the good lines' }).hasAttribute('disabled')).toBe(false);
  expect(await screen.findByText('12')).toBeTruthy();
  expect(screen.getByText('Petrov Oleg')).toBeTruthy();
});

test('so many leavers need their number', async () => {
  stubFetch(answers({ ...RUN, errors: 0, leaving: 12, linked: 20, guarded: true }));
  const { user } = renderPage(<ImportPage id="import_1" />);
  const button = await screen.findByRole('button', { name: 'Apply' });
  expect(button.hasAttribute('disabled')).toBe(true);
  await user.type(screen.getByLabelText('How many people leave'), '12');
  expect(button.hasAttribute('disabled')).toBe(false);
});
