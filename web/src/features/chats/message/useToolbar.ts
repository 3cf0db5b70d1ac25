// SPDX-License-Identifier: EUPL-1.2
// One message at a time shows its toolbar: the last that the mouse moved over or that keys brought the focus to.
import { useId, useMemo } from 'react';
import { create } from 'zustand';

interface Owner {
  row: string | null;
}

const useOwner = create<Owner>(() => ({ row: null }));

interface Toolbar {
  shown: boolean;
  claim(): void;
  release(): void;
}

export function useToolbar(): Toolbar {
  const id = useId();
  const shown = useOwner(({ row }) => row === id);
  const acts = useMemo(
    () => ({
      claim: () => useOwner.getState().row !== id && useOwner.setState({ row: id }),
      release: () => useOwner.getState().row === id && useOwner.setState({ row: null }),
    }),
    [id],
  );
  return { shown, ...acts };
}
