// SPDX-License-Identifier: EUPL-1.2
// Step by step: request, comparison of seven pictures, result (Matrix SAS verification).
import { IconShieldCheck, IconShieldX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Emoji, Verification } from '@/engine/rpc/protocol';
import { useDevices, useEngine } from '@/engine/rpc/react';
import { errorText } from '@/shared/errors';
import { Button, Dialog, Spinner, showToast } from '@/ui';
import styles from './Verification.module.css';

type Step = 'accept' | 'confirm' | 'mismatch' | 'cancel' | 'dismiss';

export function VerificationDialog({ verification }: { verification: Verification }) {
  const { t } = useTranslation('verification');
  const engine = useEngine();
  const over = verification.phase === 'done' || verification.phase === 'cancelled';
  const act = (step: Step) => {
    const failed = (error: unknown) => showToast({ text: errorText(error), tone: 'bad' });
    engine.call(`verification.${step}`, { id: verification.id }).catch(failed);
  };
  const { self, person } = verification;
  return (
    <Dialog
      title={self ? t('title') : t('titlePerson', { name: person.name })}
      isOpen
      isDismissable={false}
      onClose={() => act(over ? 'dismiss' : 'cancel')}
      footer={<Actions verification={verification} onAct={act} />}
    >
      <div className={styles.body} aria-live="polite">
        <StepBody verification={verification} />
      </div>
    </Dialog>
  );
}

function StepBody({ verification }: { verification: Verification }) {
  const { t } = useTranslation('verification');
  const { phase, incoming, self, person } = verification;
  const name = person.name;
  if (phase === 'requested' && incoming) return <Incoming verification={verification} />;
  if (phase === 'requested') return <Waiting>{self ? t('waiting') : t('waitingPerson', { name })}</Waiting>;
  if (phase === 'ready' || phase === 'started') return <Waiting>{t('exchanging')}</Waiting>;
  if (phase === 'compare') return <Compare verification={verification} />;
  if (phase === 'confirmed') return <Waiting>{t('confirmed')}</Waiting>;
  if (phase === 'done') {
    return (
      <Result icon={<IconShieldCheck size={44} stroke={1.4} />} good>
        {self ? t('doneDevice') : t('donePerson', { name })}
      </Result>
    );
  }
  return (
    <Result icon={<IconShieldX size={44} stroke={1.4} />}>
      <strong>{t('cancelledTitle')}</strong>
      <br />
      {t(`cancelled.${verification.cancelled ?? 'failed'}`)}
    </Result>
  );
}

function Incoming({ verification }: { verification: Verification }) {
  const { t } = useTranslation('verification');
  const { value } = useDevices();
  const { self, person, deviceId } = verification;
  if (!self) return <p>{t('incomingPerson', { name: person.name })}</p>;
  const device = value?.devices.find((known) => known.deviceId === deviceId)?.name;
  return <p>{t('incomingDevice', { device: device || deviceId || t('unknownDevice') })}</p>;
}

function Compare({ verification }: { verification: Verification }) {
  const { t } = useTranslation('verification');
  const { self, person, emoji, decimals } = verification;
  return (
    <>
      <p>{self ? t('compare') : t('comparePerson', { name: person.name })}</p>
      {emoji ? <Pictures emoji={emoji} /> : decimals && <p className={styles.numbers}>{decimals.join(' – ')}</p>}
    </>
  );
}

function Pictures({ emoji }: { emoji: Emoji[] }) {
  const { t } = useTranslation('verification');
  const names = t('emoji', { returnObjects: true }) as unknown as Record<string, string>;
  return (
    <ol className={styles.pictures}>
      {emoji.map((picture, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same picture may come twice; the order is the content.
        <li key={place} className={styles.picture}>
          <span className={styles.symbol} aria-hidden="true">
            {picture.symbol}
          </span>
          <span>{names[picture.index] ?? picture.name}</span>
        </li>
      ))}
    </ol>
  );
}

function Waiting({ children }: { children: ReactNode }) {
  return (
    <p className={styles.waiting}>
      <Spinner size={22} /> {children}
    </p>
  );
}

function Result({ icon, good, children }: { icon: ReactNode; good?: boolean; children: ReactNode }) {
  return (
    <div className={styles.result}>
      <span className={good ? styles.good : styles.failed}>{icon}</span>
      <p>{children}</p>
    </div>
  );
}

interface ActionsProps {
  verification: Verification;
  onAct(step: Step): void;
}

function Actions({ verification, onAct }: ActionsProps) {
  const { t } = useTranslation('verification');
  const { phase, incoming, self } = verification;
  if (phase === 'requested' && incoming) {
    return (
      <>
        <Button onPress={() => onAct('cancel')}>{t(self ? 'decline' : 'declinePerson')}</Button>
        <Button variant="primary" onPress={() => onAct('accept')}>
          {t('accept')}
        </Button>
      </>
    );
  }
  if (phase === 'compare') {
    return (
      <>
        <Button onPress={() => onAct('mismatch')}>{t('mismatch')}</Button>
        <Button variant="primary" onPress={() => onAct('confirm')}>
          {t('match')}
        </Button>
      </>
    );
  }
  if (phase === 'done' || phase === 'cancelled') {
    return (
      <Button variant="primary" onPress={() => onAct('dismiss')}>
        {t('close')}
      </Button>
    );
  }
  return <Button onPress={() => onAct('cancel')}>{t('cancel')}</Button>;
}
