// SPDX-License-Identifier: EUPL-1.2
// What the pages make of addresses: requests are taken out as they were packed, and programs are no addresses.
import { expect, test, vi } from 'vitest';
import { leaveFor, unpack } from './calls';

test.each([
  'client_id=a&state=12345678901234567890',
  'state=1e3&scope=urn%3Amatrix%3Aclient%3Aapi%3A*',
  'state=%D0%96',
])('%s comes out as it went in', (query) => {
  const packed = btoa(query).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  expect(unpack(`q.${packed}`)).toBe(query);
});

test('what is no request is an empty one', () => {
  expect(unpack('q.%%%')).toBe('');
});

test.each([
  'javascript:alert(1)',
  'JavaScript:alert(1)',
  'data:text/html,x',
  'blob:https://x/1',
])('%s leads nowhere', (address) => {
  const replace = vi.spyOn(location, 'replace').mockImplementation(() => undefined);
  expect(() => leaveFor(address)).toThrow();
  expect(replace).not.toHaveBeenCalled();
  leaveFor('example.client:/back?code=1');
  expect(replace).toHaveBeenCalledWith('example.client:/back?code=1');
  replace.mockRestore();
});
