// SPDX-License-Identifier: EUPL-1.2
// Links to people and rooms, in both forms that Matrix clients write.
import type { RichNode } from '../rpc/models';
import { toPlain } from './rich';

const MATRIX_TO = /^https:\/\/matrix\.to\/#\/([^/?]+)/;
const MATRIX_URI = /^matrix:(u|user|r|room|roomid)\/([^/?]+)/;
const SIGILS: Record<string, string> = { u: '@', user: '@', r: '#', room: '#', roomid: '!' };

/** Other clients leave the element out and show its text. */
export const TEAM_ATTRIBUTE = 'data-chancery-team';

export function readTeam(id: string, children: RichNode[]): RichNode {
  return { type: 'mention', kind: 'team', id, name: toPlain(children).replace(/^@/, ''), mine: false };
}

export function userLink(userId: string): string {
  return `https://matrix.to/#/${encodeURIComponent(userId)}`;
}

/** The mention that an address means, or null when it is an ordinary address. */
export function readMention(href: string, children: RichNode[], me: string): RichNode | null {
  const id = linkedId(href);
  if (!id) return null;
  const name = toPlain(children).replace(/^@/, '') || id;
  if (id.startsWith('@')) return { type: 'mention', kind: 'user', id, name, mine: id === me };
  return { type: 'mention', kind: 'room', id, name, mine: false };
}

function linkedId(href: string): string | null {
  const [, permalink] = MATRIX_TO.exec(href) ?? [];
  const id = permalink ? decode(permalink) : fromUri(href);
  return id && /^[@#!][^:]+(:.+)?$/.test(id) ? id : null;
}

function fromUri(href: string): string | null {
  const [, kind = '', id = ''] = MATRIX_URI.exec(href) ?? [];
  return SIGILS[kind] ? SIGILS[kind] + decode(id) : null;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
