// SPDX-License-Identifier: EUPL-1.2
// A form in a window: fields, what the server says against them, and the button that sends.
import { type FormEvent, type ReactNode, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Banner, Button, Dialog } from '@/ui';
import styles from '../Admin.module.css';
import { useRefusal } from '../refusal';

interface FormDialogProps<T> {
  title: string;
  /** Word on the button that sends. */
  action: string;
  /** Whether there is enough to send. */
  isReady: boolean;
  send(): Promise<T>;
  onDone(value: T): void;
  onClose(): void;
  children: ReactNode;
}

export function FormDialog<T>({ title, action, isReady, send, onDone, onClose, children }: FormDialogProps<T>) {
  const { t } = useTranslation('admin');
  const refusal = useRefusal();
  const [failure, setFailure] = useState<unknown>(null);
  const [isPending, setPending] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!isReady || isPending) return;
    setPending(true);
    setFailure(null);
    try {
      onDone(await send());
    } catch (error) {
      setFailure(error);
    } finally {
      setPending(false);
    }
  };
  return (
    <Dialog title={title} isOpen isDismissable={false} onClose={onClose}>
      <Form className={styles.stack} onSubmit={(event) => void submit(event)} validationBehavior="aria">
        {children}
        {failure !== null && (
          <Banner tone="bad" boxed>
            {refusal(failure)}
          </Banner>
        )}
        <div className={styles.bar}>
          <Button onPress={onClose}>{t('cancel')}</Button>
          <Button type="submit" variant="primary" isPending={isPending} isDisabled={!isReady}>
            {action}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
