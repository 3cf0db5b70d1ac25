// SPDX-License-Identifier: EUPL-1.2
// Modal windows: forms and details, and questions that must be answered.
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button } from '../Button/Button';
import { IconButton } from '../Button/IconButton';
import { classes } from '../classes';
import styles from './Dialog.module.css';

interface DialogProps {
  title: string;
  isOpen: boolean;
  onClose(): void;
  size?: 'sm' | 'md' | 'lg';
  /** Buttons at the foot, the main one last. */
  footer?: ReactNode;
  children: ReactNode;
  /** False when leaving by a click beside the window would lose work. */
  isDismissable?: boolean;
  /** Long text without controls inside. */
  scrolls?: boolean;
}

export function Dialog({
  title,
  isOpen,
  onClose,
  size = 'md',
  footer,
  children,
  isDismissable = true,
  scrolls = false,
}: DialogProps) {
  const { t } = useTranslation('ui');
  return (
    <ModalOverlay
      className={styles.scrim}
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={isDismissable}
    >
      <Modal className={classes(styles.modal, styles[size])}>
        <AriaDialog className={styles.dialog}>
          <header className={styles.head}>
            <Heading slot="title" level={2} className={styles.title}>
              {title}
            </Heading>
            <IconButton label={t('close')} icon={IconX} size="sm" onPress={onClose} />
          </header>
          {/* Reachable by Tab, so that long text scrolls with the arrow keys. */}
          <div className={styles.body} {...(scrolls ? { tabIndex: 0 } : {})}>
            {children}
          </div>
          {footer && <footer className={styles.foot}>{footer}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

interface ConfirmProps {
  title: string;
  isOpen: boolean;
  /** Word on the button that acts: a verb, never "OK". */
  action: string;
  danger?: boolean;
  isPending?: boolean;
  onConfirm(): void;
  onClose(): void;
  children: ReactNode;
}

/** A question with two answers; the safe one has the first focus. */
export function ConfirmDialog({
  title,
  isOpen,
  action,
  danger,
  isPending = false,
  onConfirm,
  onClose,
  children,
}: ConfirmProps) {
  const { t } = useTranslation('ui');
  return (
    <ModalOverlay className={styles.scrim} isOpen={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Modal className={classes(styles.modal, styles.sm)}>
        <AriaDialog role="alertdialog" className={styles.dialog}>
          <header className={styles.head}>
            <Heading slot="title" level={2} className={styles.title}>
              {title}
            </Heading>
          </header>
          <div className={styles.body}>{children}</div>
          <footer className={styles.foot}>
            <Button onPress={onClose} autoFocus>
              {t('cancel')}
            </Button>
            <Button variant={danger ? 'danger' : 'primary'} onPress={onConfirm} isPending={isPending}>
              {action}
            </Button>
          </footer>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
