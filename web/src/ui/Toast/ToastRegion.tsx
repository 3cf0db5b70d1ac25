// SPDX-License-Identifier: EUPL-1.2
// The corner where short messages appear; a landmark that F6 reaches.
import { IconAlertTriangle, IconCircleCheck, IconX } from '@tabler/icons-react';
import {
  UNSTABLE_ToastContent as AriaToastContent,
  UNSTABLE_ToastRegion as AriaToastRegion,
  type QueuedToast,
  Text,
  UNSTABLE_Toast as Toast,
} from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button } from '../Button/Button';
import { IconButton } from '../Button/IconButton';
import { classes } from '../classes';
import styles from './Toast.module.css';
import { type ToastContent, toastQueue } from './toasts';

export function ToastRegion() {
  const { t } = useTranslation('ui');
  return (
    <AriaToastRegion queue={toastQueue} className={styles.region} aria-label={t('messages')}>
      {({ toast }) => <Message toast={toast} />}
    </AriaToastRegion>
  );
}

function Message({ toast }: { toast: QueuedToast<ToastContent> }) {
  const { t } = useTranslation('ui');
  const { text, tone = 'neutral', action } = toast.content;
  const close = () => toastQueue.close(toast.key);
  const act = () => {
    action?.run();
    close();
  };
  return (
    <Toast toast={toast} className={classes(styles.toast, styles[tone])}>
      {tone === 'ok' && <IconCircleCheck size={20} aria-hidden />}
      {tone === 'bad' && <IconAlertTriangle size={20} aria-hidden />}
      <AriaToastContent className={styles.content}>
        <Text slot="title">{text}</Text>
      </AriaToastContent>
      {action && (
        <Button size="sm" onPress={act}>
          {action.label}
        </Button>
      )}
      <IconButton label={t('close')} icon={IconX} size="sm" onPress={close} />
    </Toast>
  );
}
