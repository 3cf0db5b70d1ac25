// SPDX-License-Identifier: EUPL-1.2
// A person's card as a file that address books read (vCard 4.0, RFC 6350).
import type { PersonCard } from '@/api/types';

const MOST_OCTETS = 75;

/** Backslash, comma, semicolon and line break have a meaning of their own (section 3.4). */
function escapeText(text: string): string {
  return text.replaceAll(/[\\,;]/g, (sign) => `\\${sign}`).replaceAll(/\r?\n/g, '\\n');
}

/** Lines are folded at 75 octets, never inside of a character (section 3.2). */
function fold(line: string): string {
  const encoder = new TextEncoder();
  const parts: string[] = [''];
  let octets = 0;
  for (const sign of line) {
    const size = encoder.encode(sign).length;
    if (octets + size > MOST_OCTETS) {
      parts.push(' ');
      octets = 1;
    }
    parts[parts.length - 1] += sign;
    octets += size;
  }
  return parts.join('\r\n');
}

export function vcard({ user_id: userId, name, posts, phones, email, room, languages }: PersonCard): string {
  const [post] = posts;
  const lines = [
    'BEGIN:VCARD',
    'VERSION:4.0',
    `FN:${escapeText(name)}`,
    ...(post
      ? [`TITLE:${escapeText(post.title)}`, `ORG:${post.path.map((unit) => escapeText(unit.name)).join(';')}`]
      : []),
    ...phones.map((phone) => `TEL;VALUE=uri;TYPE=work:tel:${phone.replaceAll(/[^\d+]/g, '')}`),
    ...(email ? [`EMAIL;TYPE=work:${escapeText(email)}`] : []),
    // The office stands in the extended part of the address.
    ...(room ? [`ADR;TYPE=work:;${escapeText(room)};;;;;`] : []),
    ...languages.map((language) => `LANG:${language}`),
    `IMPP:matrix:u/${encodeURIComponent(userId.slice(1)).replaceAll('%3A', ':')}`,
    'END:VCARD',
  ];
  return `${lines.map(fold).join('\r\n')}\r\n`;
}

export function saveCard(person: PersonCard): void {
  const url = URL.createObjectURL(new Blob([vcard(person)], { type: 'text/vcard;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${person.name.replaceAll(/[^\p{L}\p{N} .-]/gu, '')}.vcf`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
