// SPDX-License-Identifier: EUPL-1.2
// The file for address books.
import { expect, test } from 'vitest';
import type { PersonCard } from '@/api/types';
import { vcard } from './vcard';

const PERSON: PersonCard = {
  user_id: '@anna:office.example',
  name: 'Соколова; Анна, Дмитриевна',
  avatar_url: null,
  posts: [
    {
      id: 'post',
      title: 'Director',
      unit_id: 'legal',
      unit_name: 'Legal',
      path: [
        { id: 'root', name: 'Ministry' },
        { id: 'legal', name: 'Legal, Treaties' },
      ],
      acting: false,
      acted_by: [],
    },
  ],
  phones: ['+7 495 123-45-67'],
  email: 'anna@office.example',
  room: '314',
  languages: ['ru'],
};

test('a card holds what the directory knows, with signs of its own escaped', () => {
  const lines = vcard(PERSON).split('\r\n');
  expect(lines.slice(0, 2)).toEqual(['BEGIN:VCARD', 'VERSION:4.0']);
  expect(lines).toContain('FN:Соколова\\; Анна\\, Дмитриевна');
  expect(lines).toContain('ORG:Ministry;Legal\\, Treaties');
  expect(lines).toContain('TEL;VALUE=uri;TYPE=work:tel:+74951234567');
  expect(lines).toContain('IMPP:matrix:u/anna:office.example');
  expect(lines.slice(-2)).toEqual(['END:VCARD', '']);
});

test('long lines are folded by octets and read back whole', () => {
  const name = 'Ё'.repeat(100);
  const card = vcard({ ...PERSON, name });
  const longest = Math.max(...card.split('\r\n').map((line) => new TextEncoder().encode(line).length));
  expect(longest).toBeLessThanOrEqual(75);
  expect(card.replaceAll('\r\n ', '')).toContain(`FN:${name}\r\n`);
});
