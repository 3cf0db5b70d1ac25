// SPDX-License-Identifier: EUPL-1.2
// How the chat is protected, in words, and how to make sure of the other person.
import { IconLock, IconLockOpen, IconShieldCheck, IconShieldExclamation } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomDetails } from '@/engine/rpc/protocol';
import { useEngine, useEngineStatus } from '@/engine/rpc/react';
import { errorText } from '@/shared/errors';
import { Button, ConfirmDialog, showToast } from '@/ui';
import styles from './Details.module.css';

export function EncryptionInfo({ room }: { room: RoomDetails }) {
  const { t } = useTranslation('chats');
  const { enabled } = room.encryption;
  const Icon = enabled ? IconLock : IconLockOpen;
  return (
    <section className={styles.section} aria-label={t('encryption.title')}>
      <h3 className={styles.sectionTitle}>
        <Icon size={18} stroke={1.7} aria-hidden /> {t(enabled ? 'room.encrypted' : 'room.notEncrypted')}
      </h3>
      <p className={styles.hint}>{t(enabled ? 'encryption.on' : 'encryption.off')}</p>
      {!enabled && room.myRights.enableEncryption && <SwitchOn roomId={room.roomId} />}
      {enabled && room.kind === 'direct' && <OtherPerson room={room} />}
    </section>
  );
}

function SwitchOn({ roomId }: { roomId: string }) {
  const { t } = useTranslation('chats');
  const engine = useEngine();
  const [asking, setAsking] = useState(false);
  const enable = () => {
    setAsking(false);
    engine
      .call('rooms.enableEncryption', { roomId })
      .catch((error: unknown) => showToast({ text: errorText(error), tone: 'bad' }));
  };
  return (
    <>
      <Button size="sm" icon={IconLock} onPress={() => setAsking(true)}>
        {t('encryption.switchOn')}
      </Button>
      <ConfirmDialog
        title={t('encryption.switchOnTitle')}
        isOpen={asking}
        action={t('encryption.switchOn')}
        onConfirm={enable}
        onClose={() => setAsking(false)}
      >
        <p>{t('encryption.switchOnText')}</p>
      </ConfirmDialog>
    </>
  );
}

function OtherPerson({ room }: { room: RoomDetails }) {
  const { t } = useTranslation('chats');
  const engine = useEngine();
  const { value: status } = useEngineStatus();
  const other = room.members.find(({ userId }) => userId === room.directUserId);
  if (!other) return null;
  if (other.trust === 'verified') {
    return (
      <p className={styles.trusted}>
        <IconShieldCheck size={18} stroke={1.7} aria-hidden /> {t('encryption.verified', { name: other.name })}
      </p>
    );
  }
  const verify = () =>
    engine
      .call('verification.startUser', { userId: other.userId })
      .catch((error: unknown) => showToast({ text: errorText(error), tone: 'bad' }));
  return (
    <>
      {other.trust === 'changed' && (
        <p className={styles.warned}>
          <IconShieldExclamation size={18} stroke={1.7} aria-hidden />{' '}
          {t('encryption.changedOne', { name: other.name })}
        </p>
      )}
      <p className={styles.hint}>{t('encryption.verifyHint')}</p>
      <Button
        size="sm"
        icon={IconShieldCheck}
        isDisabled={status?.phase !== 'running' || status.recovery !== 'none'}
        onPress={() => void verify()}
      >
        {t('encryption.verify', { name: other.name })}
      </Button>
    </>
  );
}
