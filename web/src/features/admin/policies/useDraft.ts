// SPDX-License-Identifier: EUPL-1.2
// The text in the editor, checked by the server a moment after each change.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { type PolicyProblem, type PolicySet, policies } from '@/api/policies';

export interface Draft {
  text: string;
  setText(text: string | null): void;
  changed: boolean;
  problems: readonly PolicyProblem[];
  /** The answer of the server belongs to the text as it is now. */
  checked: boolean;
  policies: PolicySet['policies'];
}

export function useDraft(saved: PolicySet | undefined): Draft {
  const [typed, setText] = useState<string | null>(null);
  const text = typed ?? saved?.text ?? '';
  const settled = useDeferredValue(text);
  const changed = saved !== undefined && text !== saved.text;
  const { data } = useQuery({
    queryKey: ['policies', 'check', settled],
    queryFn: async ({ signal }) => ({ text: settled, ...(await policies.check(settled, signal)) }),
    enabled: changed,
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
  const answer = changed ? data : undefined;
  return {
    text,
    setText,
    changed,
    problems: answer?.problems ?? [],
    checked: !changed || answer?.text === text,
    policies: answer && answer.problems.length === 0 ? answer.policies : (saved?.policies ?? []),
  };
}
