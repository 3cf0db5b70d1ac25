// SPDX-License-Identifier: EUPL-1.2
// Asks for a day and shows the messages from its beginning on.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dayInput, startOfDay } from '@/shared/days';
import { errorText } from '@/shared/errors';
import { Banner, Button, Dialog } from '@/ui';
import { DateField } from '@/ui/DateFields/lazy';

interface JumpToDateProps {
  from: number;
  onJump(at: number): Promise<void>;
  onClose(): void;
}

export function JumpToDate({ from, onJump, onClose }: JumpToDateProps) {
  const { t } = useTranslation('conversation');
  const [day, setDay] = useState(dayInput(from));
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const at = startOfDay(day);
  const jump = async () => {
    if (at === null) return;
    setPending(true);
    try {
      await onJump(at);
      onClose();
    } catch (failure) {
      setError(failure);
      setPending(false);
    }
  };
  return (
    <Dialog
      title={t('date.title')}
      isOpen
      onClose={onClose}
      size="sm"
      footer={
        <>
          <Button onPress={onClose}>{t('date.cancel')}</Button>
          <Button variant="primary" isDisabled={at === null} isPending={pending} onPress={() => void jump()}>
            {t('date.go')}
          </Button>
        </>
      }
    >
      {error !== null && (
        <Banner tone="bad" boxed>
          {t('date.failed')} {errorText(error)}
        </Banner>
      )}
      <DateField what="day" label={t('date.day')} value={day} onChange={setDay} autoFocus />
    </Dialog>
  );
}
