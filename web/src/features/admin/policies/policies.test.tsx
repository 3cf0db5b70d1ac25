// SPDX-License-Identifier: EUPL-1.2
// The section of communication policies: problems by line, saving, the simulator in words, versions with a difference.
import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { stubFetch } from '@/testing/fetchStub';
import { renderPage } from '@/testing/render';
import { PoliciesSection } from './PoliciesSection';

const POLICY = { id: 'night', line: 2, reason: 'Not at night.', reason_ru: null };
const SET = {
  agency_id: 'agency_a',
  number: 1,
  text: '// set\n@id("night")',
  comment: '',
  changed_by: '@vera:x',
  changed_at: 1_700_000_000_000,
  policies: [POLICY],
  schema: 'entity Person;',
};
const person = (name: string) => ({
  user_id: `@${name.toLowerCase()}:x`,
  name,
  post: 'Head',
  unit_id: 'u',
  unit_name: 'Unit',
  avatar_url: null,
  acting: false,
});
const PEOPLE = ['Anna', 'Boris'].map(person);

function server(more: Record<string, () => { status?: number; body?: unknown }> = {}) {
  return stubFetch({
    'GET /api/v1/policies': () => ({ body: { agency_ids: ['agency_a'] } }),
    'GET /api/v1/org/agencies': () => ({ body: { agencies: [{ id: 'agency_a', name: 'Ministry', unit_id: 'u' }] } }),
    'GET /api/v1/policies/agency_a': () => ({ body: SET }),
    'GET /api/v1/org/people': () => ({ body: { items: PEOPLE, next_cursor: null, total: 1 } }),
    ...more,
  });
}

const open = () => renderPage(<PoliciesSection />);

test('what is wrong is told by line, and cannot be saved', async () => {
  const problem = { line: 2, message: 'unexpected token', policy: null };
  server({ 'POST /api/v1/policies/check': () => ({ body: { problems: [problem], policies: [] } }) });
  const { user } = open();
  await user.type(await screen.findByRole('textbox', { name: 'Policies in Cedar' }), '!');
  expect(await screen.findByText('unexpected token')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Save as a new version' })).toHaveProperty('disabled', true);
  await user.click(screen.getByRole('button', { name: 'Line 2' }));
  const field = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Policies in Cedar' });
  expect(field.value.slice(field.selectionStart, field.selectionEnd)).toBe('@id("night")!');
});

test('a valid text is saved behind the version that was seen', async () => {
  const { requests } = server({
    'POST /api/v1/policies/check': () => ({ body: { problems: [], policies: [POLICY] } }),
    'PUT /api/v1/policies/agency_a': () => ({ body: { ...SET, number: 2 } }),
  });
  const { user } = open();
  await user.type(await screen.findByRole('textbox', { name: 'Policies in Cedar' }), '!');
  expect(await screen.findByText('The text is valid.')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Save as a new version' }));
  await waitFor(() => expect(requests).toContain('PUT /api/v1/policies/agency_a'));
});

test('the simulator answers in words', async () => {
  const objection = {
    agency_id: 'agency_a',
    policy: 'night',
    line: 2,
    reason: 'Not at night.',
    reason_ru: null,
    counted: { 'context.weekday': 1 },
  };
  const answer = { allowed: false, objections: [objection], agencies: ['agency_a'], attributes: {} };
  server({ 'POST /api/v1/policies/simulate': () => ({ body: answer }) });
  const { user } = open();
  await user.click(await screen.findByRole('radio', { name: 'Simulator' }));
  const pair = [
    ['Who writes', 'Anna'],
    ['To whom', 'Boris'],
  ] as const;
  for (const [label, name] of pair) {
    await user.type(screen.getByRole('searchbox', { name: new RegExp(label) }), 'a');
    await user.click(await screen.findByRole('button', { name }));
  }
  await user.click(screen.getByRole('button', { name: 'May they?' }));
  expect(await screen.findByText('No: Anna may not write to Boris.')).toBeTruthy();
  expect(screen.getByText('“night” in line 2 forbids it: Not at night.')).toBeTruthy();
  expect(screen.getByText('context.weekday')).toBeTruthy();
});

test('an older version is compared and put into the editor', async () => {
  const old = { ...SET, number: 0, text: '// old', policies: [] };
  const versions = [{ number: 1, comment: 'Quiet', changed_by: '@vera:x', changed_at: 1_700_000_000_000 }];
  server({
    'GET /api/v1/policies/agency_a/versions': () => ({ body: { items: versions } }),
    'GET /api/v1/policies/agency_a/versions/0': () => ({ body: old }),
    'POST /api/v1/policies/check': () => ({ body: { problems: [], policies: [] } }),
  });
  const { user } = open();
  await user.click(await screen.findByRole('radio', { name: 'Versions' }));
  await user.click(await screen.findByRole('button', { name: 'Compare' }));
  expect(await screen.findByText('- // old')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Put into the editor' }));
  expect(await screen.findByDisplayValue('// old')).toBeTruthy();
});
