// SPDX-License-Identifier: EUPL-1.2
// The way to a new poll from the message field.
import { IconChartBar } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/ui';

const CreatePollDialog = lazy(() =>
  import('./CreatePollDialog').then((module) => ({ default: module.CreatePollDialog })),
);

interface PollButtonProps {
  roomId: string;
  threadId: string | undefined;
}

export function PollButton({ roomId, threadId }: PollButtonProps) {
  const { t } = useTranslation('conversation');
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <IconButton label={t('poll.new')} icon={IconChartBar} onPress={() => setOpen(true)} />
      <Suspense fallback={null}>
        {isOpen && <CreatePollDialog roomId={roomId} threadId={threadId} onClose={() => setOpen(false)} />}
      </Suspense>
    </>
  );
}
