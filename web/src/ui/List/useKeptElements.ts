// SPDX-License-Identifier: EUPL-1.2
// Elements of rows that stay the same objects while their properties do: React then passes over the row and its place.
import { type ReactElement, useState } from 'react';

export type KeepElement = <Props extends object>(item: object, element: ReactElement<Props>) => ReactElement<Props>;

export function useKeptElements(): KeepElement {
  const [kept] = useState(() => new WeakMap<object, ReactElement<object>>());
  return (item, element) => {
    const before = kept.get(item) as typeof element | undefined;
    if (before && isSame(before, element)) return before;
    kept.set(item, element);
    return element;
  };
}

function isSame(one: ReactElement<object>, other: ReactElement<object>): boolean {
  if (one.type !== other.type || one.key !== other.key) return false;
  const before = Object.entries(one.props);
  const after = other.props as Record<string, unknown>;
  return before.length === Object.keys(after).length && before.every(([name, value]) => Object.is(value, after[name]));
}
