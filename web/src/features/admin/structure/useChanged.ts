// SPDX-License-Identifier: EUPL-1.2
// After a deed: what the console and the directory show of the organisation is asked for anew.
import { useQueryClient } from '@tanstack/react-query';
import { showToast } from '@/ui';

export function useChanged(): (words: string) => void {
  const client = useQueryClient();
  return (words) => {
    void client.invalidateQueries({ queryKey: ['admin'] });
    void client.invalidateQueries({ queryKey: ['org'] });
    showToast({ text: words, tone: 'ok' });
  };
}
