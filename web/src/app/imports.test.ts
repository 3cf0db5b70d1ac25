// SPDX-License-Identifier: EUPL-1.2
// The layers of the client import only downwards, and features never import each other.
import { expect, test } from 'vitest';

const sources = import.meta.glob<string>('../**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true });
const ALLOWED: Record<string, RegExp> = {
  ui: /^(ui|engine\/rpc\/never)/,
  i18n: /^i18n/,
  api: /^(api|engine\/rpc)/,
  shared: /^(shared|ui|api|i18n|engine\/rpc)/,
  features: /^(shared|ui|api|i18n|engine\/rpc)/,
  engine: /^engine/,
};

function layerOf(path: string): string {
  return path.split('/')[0] ?? '';
}

/** Paths below src that a file imports. */
function importsOf(path: string, source: string): string[] {
  const folder = path.split('/').slice(0, -1);
  return [...source.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].flatMap(([, target = '']) => {
    if (target.startsWith('@/')) return [target.slice(2)];
    return target.startsWith('.') ? [resolve(folder, target)] : [];
  });
}

function resolve(folder: string[], target: string): string {
  const parts = [...folder];
  for (const step of target.split('/')) {
    if (step === '..') parts.pop();
    else if (step !== '.') parts.push(step);
  }
  return parts.join('/');
}

function violation(path: string, target: string): boolean {
  const layer = layerOf(path);
  const rule = ALLOWED[layer];
  if (!rule) return false;
  const ownFeature = path.split('/').slice(0, 2).join('/');
  if (layer === 'features' && target.startsWith(`${ownFeature}/`)) return false;
  return !rule.test(target);
}

test('every import stays within its layer', () => {
  const broken = Object.entries(sources).flatMap(([file, source]) => {
    const path = file.replace(/^\.\.\//, '');
    if (path.includes('.test.')) return [];
    return importsOf(path, source)
      .filter((target) => violation(path, target))
      .map((target) => `${path} imports ${target}`);
  });
  expect(broken).toEqual([]);
});

test.each([
  ['features/people/PeoplePage.tsx', 'features/chats/ChatsPage'],
  ['features/people/PeoplePage.tsx', 'engine/crypto/recovery'],
  ['ui/Button/Button.tsx', 'shared/dates'],
  ['shared/session.ts', 'app/router'],
])('%s may not import %s', (path, target) => {
  expect(violation(path, target)).toBe(true);
});
