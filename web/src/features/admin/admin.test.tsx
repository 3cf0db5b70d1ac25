// SPDX-License-Identifier: EUPL-1.2
// What the console works out by itself: its addresses, parts of the tree, days, what needs a decision, what has nobody.
import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { ApiError } from '@/api/client';
import type { Unit } from '@/api/types';
import { stubFetch } from '@/testing/fetchStub';
import { renderPage } from '@/testing/render';
import { AdminPage } from './AdminPage';
import { dayAfter, dayOf, dayStart } from './days';
import type { External } from './externals/api';
import { answers, dueBy, ENDING_MS, REVIEW_MS } from './externals/filters';
import { stayOf } from './externals/StayFields';
import type { Plan } from './offboarding/api';
import { counts, orphans } from './offboarding/words';
import { TypedDialog } from './parts/TypedDialog';
import { pathOf, unitsBelow } from './parts/useUnits';
import { addressOf, readPlace } from './place';
import { branches } from './structure/branches';

const unit = (id: string, parent: string | null): Unit => ({
  id,
  parent_id: parent,
  name: id.toUpperCase(),
  kind: 'division',
  head_user_id: null,
  people_count: 1,
});
const UNITS = [unit('root', null), unit('a', 'root'), unit('a1', 'a'), unit('b', 'root')];

test.each([
  ['', null, null],
  ['offboarding', 'offboarding', null],
  ['offboarding/new', 'offboarding', 'new'],
  ['nothing/new', null, null],
])('the address %s', (rest, section, item) => {
  expect(readPlace(rest)).toEqual({ section, item });
});

test('what stands in an address is read back', () => {
  expect(addressOf('structure', 'unit/1')).toBe('/admin/structure/unit%2F1');
});

test('a part of the tree is a unit with all below it', () => {
  const mine = unitsBelow(UNITS, new Set(['a', 'b']));
  expect(mine.map(({ id }) => id)).toEqual(['a', 'a1', 'b']);
  expect(branches(mine).map(({ id, children }) => [id, children.map((child) => child.id)])).toEqual([
    ['a', ['a1']],
    ['b', []],
  ]);
  expect(pathOf(UNITS, 'a1')).toBe('A › A1');
  expect(pathOf(UNITS, 'root')).toBe('ROOT');
});

test('a last day counts whole', () => {
  const [first, behind] = [dayStart('2026-11-23') ?? 0, dayAfter('2026-11-23') ?? 0];
  expect(dayOf(first)).toBe('2026-11-23');
  expect(dayOf(behind - 1)).toBe('2026-11-23');
  expect(dayOf(behind)).toBe('2026-11-24');
  expect([dayStart(''), dayAfter('')]).toEqual([null, null]);
});

const EXTERNAL = { review_at: 0, ends_at: 0, orphaned: false } as External;

test('externals that need a decision are found by why', () => {
  const now = 1_000_000_000_000;
  const calm = { ...EXTERNAL, review_at: now + REVIEW_MS + 1, ends_at: now + ENDING_MS + 1 };
  const found = (external: External) =>
    (['all', 'due', 'ending', 'orphaned'] as const).map((one) => answers(external, one, now));
  expect(found(calm)).toEqual([true, false, false, false]);
  expect(found({ ...calm, review_at: now })).toEqual([true, true, false, false]);
  expect(found({ ...calm, ends_at: now, orphaned: true })).toEqual([true, false, true, true]);
  expect(dueBy('all', now)).toBeNull();
  expect(dueBy('due', now)).toBeGreaterThanOrEqual(now + REVIEW_MS);
});

test('a stay needs a sponsor, and a review before its end', () => {
  const sponsor = { user_id: '@anna:office.example', name: 'Anna' };
  expect(stayOf({ sponsor, ends: '2026-12-01', review: '2026-11-30' })).not.toBeNull();
  expect(stayOf({ sponsor, ends: '2026-12-01', review: '2026-12-03' })).toBeNull();
  expect(stayOf({ sponsor: null, ends: '2026-12-01', review: '2026-11-30' })).toBeNull();
});

test('what nobody takes over is counted', () => {
  const plan = {
    posts: [{ successor: null }, { successor: '@boris:office.example' }],
    teams: [
      { owned: true, successor: null },
      { owned: false, successor: null },
    ],
    sponsored: [],
    administers: [],
    devices: [],
    rooms: [
      { orphaned: true, heir: null },
      { orphaned: false, heir: null },
    ],
  } as unknown as Plan;
  expect(orphans(plan)).toBe(3);
  expect(counts(plan)).toEqual([
    ['posts', 2],
    ['teams', 2],
    ['rooms', 2],
  ]);
});

test('who administers nothing is told so', async () => {
  stubFetch({ 'GET /api/v1/org/rights/administered': () => ({ body: { units: [] } }) });
  renderPage(<AdminPage />, { path: '/admin/$', at: '/admin/offboarding' });
  expect(await screen.findByText('You administer nothing here')).toBeTruthy();
});

test('a deed waits for the typed word, and then for the proof that the server asks', async () => {
  const asked: unknown[] = [];
  const request = async (typed: string, proof: unknown) => {
    asked.push([typed, proof]);
    if (proof) return 'done';
    const flows = [{ stages: ['m.login.password'] }];
    throw new ApiError({ status: 401, code: 'interactive_auth_needed', title: '', detail: '', flows });
  };
  let done = '';
  const { user } = renderPage(
    <TypedDialog
      title="Abolish"
      action="Do it"
      word="Archive"
      request={request}
      onDone={(value) => {
        done = value;
      }}
      onClose={() => undefined}
    >
      <p>scope</p>
    </TypedDialog>,
  );
  await user.type(await screen.findByLabelText('Type “Archive” to confirm'), 'archive{Enter}');
  expect(asked).toEqual([]);
  await user.clear(screen.getByLabelText('Type “Archive” to confirm'));
  await user.type(screen.getByLabelText('Type “Archive” to confirm'), 'Archive{Enter}');
  await user.type(await screen.findByLabelText('Your password'), 'secret{Enter}');
  await waitFor(() => expect(done).toBe('done'));
  expect(asked).toEqual([
    ['Archive', null],
    ['Archive', { type: 'm.login.password', password: 'secret' }],
  ]);
});
