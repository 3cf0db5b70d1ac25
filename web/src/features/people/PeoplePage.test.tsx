// SPDX-License-Identifier: EUPL-1.2
// The directory in all its states, and writing to a person.
import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { fakeEngine } from '@/testing/fakeEngine';
import { stubFetch } from '@/testing/fetchStub';
import { renderPage } from '@/testing/render';
import { PeoplePage } from './PeoplePage';
import { PersonAside } from './PersonAside';

const UNITS = [{ id: 'u1', parent_id: null, name: 'Ministry', kind: 'agency', head_user_id: null, people_count: 1 }];
const IGOR = {
  user_id: '@igor:office.example',
  name: 'Igor Petrov',
  post: 'Head',
  unit_id: 'u1',
  unit_name: 'Ministry',
  avatar_url: null,
};
const CARD = {
  ...IGOR,
  posts: [
    {
      id: 'p',
      title: 'Head of division',
      unit_id: 'u1',
      unit_name: 'Ministry',
      path: [{ id: 'u1', name: 'Ministry' }],
      acting: true,
      acted_by: [],
    },
  ],
  phones: ['+7 495 123-45-67'],
  email: null,
  room: '314',
  languages: ['ru'],
};

function directory(people: unknown[], status = 200) {
  return stubFetch({
    'GET /api/v1/org/units': () => ({ body: { units: UNITS } }),
    'GET /api/v1/org/people': () => ({
      status,
      body:
        status === 200
          ? { items: people, next_cursor: null, total: people.length }
          : { code: 'server_error', title: '', detail: '' },
    }),
    [`GET /api/v1/org/people/${encodeURIComponent(IGOR.user_id)}`]: () => ({ body: CARD }),
  });
}

const open = () => renderPage(<PeoplePage />, { path: '/people' });

test('people are listed with their count and post', async () => {
  directory([IGOR]);
  open();
  expect(await screen.findByText('1 person')).toBeTruthy();
  expect(await screen.findByRole('treegrid', { name: 'Units' })).toBeTruthy();
});

test('a search that finds nobody says so', async () => {
  directory([]);
  renderPage(<PeoplePage />, { path: '/people', at: '/people?q=zzz' });
  expect(await screen.findByText('Nobody found for “zzz”')).toBeTruthy();
});

test('a failed load can be repeated', async () => {
  const { requests } = directory([], 500);
  const { user } = open();
  await user.click(await screen.findByRole('button', { name: 'Try again' }));
  await waitFor(() => expect(requests.filter((line) => line.includes('/org/people')).length).toBeGreaterThan(1));
});

test('typing into the search changes the address', async () => {
  directory([IGOR]);
  const { user, router } = open();
  await user.type(await screen.findByRole('searchbox'), 'ig');
  await waitFor(() => expect(router.state.location.search).toMatchObject({ q: 'ig' }));
});

test('writing to a person opens the direct chat', async () => {
  directory([IGOR]);
  const engine = fakeEngine();
  engine.set('engine', { phase: 'running', connection: 'online', recovery: 'none' } as never);
  engine.answer('rooms.direct', () => ({ roomId: '!direct:office.example' }));
  const { user, router } = renderPage(<PersonAside userId={IGOR.user_id} onClose={() => undefined} />, { engine });
  await user.click(await screen.findByRole('button', { name: 'Write' }));
  await waitFor(() => expect(decodeURIComponent(router.state.location.pathname)).toBe('/chats/!direct:office.example'));
  expect(screen.queryByText('acting')).toBeNull();
});

test('whom one may not write to is shown with the reason in place of the button', async () => {
  const contact = {
    user_id: IGOR.user_id,
    may_write: false,
    policy: 'p',
    reason: 'Ask the front office.',
    reason_ru: null,
  };
  stubFetch({
    [`GET /api/v1/org/people/${encodeURIComponent(IGOR.user_id)}`]: () => ({ body: CARD }),
    'POST /api/v1/policies/contacts': () => ({ body: { items: [contact] } }),
  });
  renderPage(<PersonAside userId={IGOR.user_id} onClose={() => undefined} />);
  expect(await screen.findByText(/Ask the front office/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Write' })).toBeNull();
});

test('a person who left is explained instead of an error', async () => {
  stubFetch({});
  renderPage(<PersonAside userId="@gone:office.example" onClose={() => undefined} />);
  expect(await screen.findByText('There is no such person in the directory')).toBeTruthy();
});
