// SPDX-License-Identifier: EUPL-1.2
// How a person signs in, where they are signed in, and what administrators may do about it.
import { IconDeviceLaptop, IconKey, IconLock, IconLogout, IconShieldOff, IconVolumeOff } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatAgo } from '@/shared/dates';
import { Button, Chip, showToast } from '@/ui';
import styles from '../Admin.module.css';
import { Loaded } from '../parts/Loaded';
import { TypedDialog } from '../parts/TypedDialog';
import { useRefusal } from '../refusal';
import { care, type LoginState, people } from './api';
import { PasswordDialog } from './PasswordDialog';

export function SignIn({ userId }: { userId: string }) {
  const { t } = useTranslation('admin');
  const found = useQuery(people.login(userId));
  return (
    <section className={styles.block} aria-label={t('people.signIn')}>
      <h3>{t('people.signIn')}</h3>
      <Loaded query={found} title={t('people.signInFailed')} rows={3}>
        {(state) => (
          <>
            <State state={state} />
            <Deeds state={state} />
          </>
        )}
      </Loaded>
    </section>
  );
}

function State({ state }: { state: LoginState }) {
  const { t } = useTranslation('admin');
  const { devices, is_locked: locked, is_suspended: suspended, totp_since: totp, passkeys } = state;
  return (
    <>
      <div className={styles.chips}>
        {locked && <Chip tone="bad">{t('people.locked')}</Chip>}
        {suspended && <Chip tone="warn">{t('people.suspended')}</Chip>}
        {!locked && !suspended && <Chip tone="ok">{t('people.open')}</Chip>}
        <Chip tone={totp ? 'ok' : 'neutral'}>{t(totp ? 'people.withTotp' : 'people.withoutTotp')}</Chip>
        <Chip tone={passkeys > 0 ? 'ok' : 'neutral'}>{t('people.passkeys', { count: passkeys })}</Chip>
      </div>
      <ul className={styles.lines} aria-label={t('people.devices')}>
        {devices.map((device) => (
          <li key={device.device_id} className={styles.line}>
            <IconDeviceLaptop size={20} stroke={1.6} aria-hidden />
            <span className={styles.words}>
              <span className={styles.strong}>{device.name ?? device.device_id}</span>
              <span className={styles.meta}>
                {[
                  device.last_seen_at ? t('leaving.seen', { ago: formatAgo(device.last_seen_at) }) : null,
                  device.address,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </span>
          </li>
        ))}
        {devices.length === 0 && <li className={styles.line}>{t('people.noDevices')}</li>}
      </ul>
    </>
  );
}

type Deed = 'lock' | 'suspend' | 'sessions' | 'factors' | 'password';

function Deeds({ state }: { state: LoginState }) {
  const { t } = useTranslation('admin');
  const [deed, setDeed] = useState<Deed | null>(null);
  const done = useDone(state.user_id);
  const lift = useLift(state.user_id);
  const close = () => setDeed(null);
  const { is_locked: locked, is_suspended: suspended, totp_since: totp, passkeys } = state;
  return (
    <div className={styles.bar}>
      <Button icon={IconKey} onPress={() => setDeed('password')}>
        {t('people.newPassword')}
      </Button>
      <Button icon={IconLogout} isDisabled={state.devices.length === 0} onPress={() => setDeed('sessions')}>
        {t('people.endSessions')}
      </Button>
      <Button icon={IconShieldOff} isDisabled={!totp && passkeys === 0} onPress={() => setDeed('factors')}>
        {t('people.removeFactors')}
      </Button>
      <Button icon={IconLock} onPress={() => (locked ? lift({ locked: false }) : setDeed('lock'))}>
        {t(locked ? 'people.unlock' : 'people.lock')}
      </Button>
      <Button icon={IconVolumeOff} onPress={() => (suspended ? lift({ suspended: false }) : setDeed('suspend'))}>
        {t(suspended ? 'people.unsuspend' : 'people.suspend')}
      </Button>
      {deed === 'password' && <PasswordDialog userId={state.user_id} onDone={done} onClose={close} />}
      {deed && deed !== 'password' && <DeedDialog deed={deed} state={state} onDone={done} onClose={close} />}
    </div>
  );
}

interface DeedDialogProps {
  deed: Exclude<Deed, 'password'>;
  state: LoginState;
  onDone(): void;
  onClose(): void;
}

function DeedDialog({ deed, state, onDone, onClose }: DeedDialogProps) {
  const { t } = useTranslation('admin');
  const userId = state.user_id;
  const word = userId.slice(1).split(':')[0] ?? '';
  return (
    <TypedDialog<object>
      title={t(`people.deeds.${deed}.title`, { name: word })}
      action={t(`people.deeds.${deed}.action`)}
      word={word}
      request={(_, proof) => {
        if (deed === 'factors') return care.removeFactors(userId, proof);
        if (deed === 'sessions') return care.endSessions(userId);
        return care.setStanding(userId, deed === 'lock' ? { locked: true } : { suspended: true });
      }}
      onDone={() => {
        onDone();
        onClose();
      }}
      onClose={onClose}
    >
      <p>{t(`people.deeds.${deed}.text`, { count: state.devices.length })}</p>
    </TypedDialog>
  );
}

/** After a deed what is shown is asked for anew. */
function useDone(userId: string): () => void {
  const { t } = useTranslation('admin');
  const client = useQueryClient();
  return () => {
    void client.invalidateQueries({ queryKey: ['admin', 'people', userId] });
    showToast({ text: t('people.done'), tone: 'ok' });
  };
}

/** What opens the login again needs no typed word. */
function useLift(userId: string): (standing: { locked?: boolean; suspended?: boolean }) => void {
  const done = useDone(userId);
  const refusal = useRefusal();
  return (standing) => {
    care.setStanding(userId, standing).then(done, (error: unknown) => showToast({ text: refusal(error), tone: 'bad' }));
  };
}
