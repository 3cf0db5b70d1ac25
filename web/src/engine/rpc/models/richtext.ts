// SPDX-License-Identifier: EUPL-1.2
// Message text as a small tree of allowed elements, so that the page never handles HTML.

export type RichMark = 'strong' | 'em' | 'strike' | 'underline' | 'code' | 'sub' | 'sup' | 'spoiler';
export type RichBlock =
  | 'paragraph'
  | 'quote'
  | 'bulletList'
  | 'listItem'
  | 'table'
  | 'tableRow'
  | 'tableHeader'
  | 'tableCell';

export type RichNode =
  | { type: 'text'; text: string }
  | { type: 'break' }
  | { type: 'rule' }
  | { type: RichMark; children: RichNode[] }
  | { type: RichBlock; children: RichNode[] }
  | { type: 'orderedList'; start: number; children: RichNode[] }
  | { type: 'heading'; level: 1 | 2 | 3 | 4 | 5 | 6; children: RichNode[] }
  | { type: 'codeBlock'; language: string | null; text: string }
  /** `href` is http, https, mailto or tel; nothing else passes. */
  | { type: 'link'; href: string; children: RichNode[] }
  | { type: 'mention'; kind: 'user'; id: string; name: string; mine: boolean }
  | { type: 'mention'; kind: 'room'; id: string; name: string; mine: boolean }
  | { type: 'mention'; kind: 'everyone'; id: string; name: string; mine: boolean }
  /** `members` are those of the team's people whom a message that is being written mentions. */
  | { type: 'mention'; kind: 'team'; id: string; name: string; mine: boolean; members?: readonly string[] };
