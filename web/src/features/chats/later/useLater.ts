// SPDX-License-Identifier: EUPL-1.2
// "Send later" of one message field: which window is open, and what is scheduled in the chat.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SendTime } from '@/engine/rpc/protocol';
import { useScheduled } from '@/engine/rpc/react';
import { formatMoment } from '@/shared/dates';
import { showToast } from '@/ui';

export interface Later {
  supported: boolean;
  count: number;
  open: 'time' | 'list' | null;
  setOpen(open: 'time' | 'list' | null): void;
  schedule(at: number): void;
}

export function useLater(roomId: string, submit: (time: SendTime) => void): Later {
  const { t } = useTranslation('compose');
  const { value } = useScheduled(roomId);
  const [open, setOpen] = useState<Later['open']>(null);
  return {
    supported: value?.supported ?? false,
    count: value?.items.length ?? 0,
    open,
    setOpen,
    schedule: (at) => {
      submit({ sendAt: at });
      showToast({ text: t('later.done', { when: formatMoment(at) }) });
    },
  };
}
