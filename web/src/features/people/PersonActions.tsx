// SPDX-License-Identifier: EUPL-1.2
// Write to a person, and verify that they are who they say.
import { IconMessage, IconMessageOff, IconShieldCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Contact, policyQueries } from '@/api/policies';
import type { PersonCard } from '@/api/types';
import { useEngine, useEngineStatus } from '@/engine/rpc/react';
import { errorText } from '@/shared/errors';
import { useSession } from '@/shared/session';
import { Button, LinkButton, showToast } from '@/ui';
import styles from './People.module.css';
import { PersonMenu } from './PersonMenu';

export function PersonActions({ person }: { person: PersonCard }) {
  const { t } = useTranslation('people');
  const { user_id: me } = useSession();
  if (person.user_id === me) {
    return (
      <div className={styles.actions}>
        <LinkButton href="/settings/profile">{t('ownProfile')}</LinkButton>
        <PersonMenu person={person} />
      </div>
    );
  }
  return <ActionsForOther person={person} />;
}

/** The server decides in the end; the answer only spares people a button that would be refused. */
function ActionsForOther({ person }: { person: PersonCard }) {
  const { user_id: userId } = person;
  const { data: contact } = useQuery(policyQueries.contact(userId));
  const refused = contact && !contact.may_write;
  return (
    <>
      {refused && <Refusal contact={contact} />}
      <div className={styles.actions}>
        {!refused && <WriteButton userId={userId} />}
        <VerifyButton userId={userId} />
        <PersonMenu person={person} />
      </div>
    </>
  );
}

function Refusal({ contact }: { contact: Contact }) {
  const { t, i18n } = useTranslation('people');
  const reason = (i18n.language === 'ru' && contact.reason_ru) || contact.reason;
  return (
    <p className={styles.refusal}>
      <IconMessageOff size={18} stroke={1.7} aria-hidden /> {t('mayNotWrite')} {reason}
    </p>
  );
}

function WriteButton({ userId }: { userId: string }) {
  const { t } = useTranslation('people');
  const engine = useEngine();
  const navigate = useNavigate();
  const { value: status } = useEngineStatus();
  const [pending, setPending] = useState(false);
  const write = async () => {
    setPending(true);
    try {
      const { roomId } = await engine.call('rooms.direct', { userId });
      await navigate({ to: '/chats/$roomId', params: { roomId } });
    } catch (error) {
      showToast({ text: errorText(error), tone: 'bad' });
    } finally {
      setPending(false);
    }
  };
  return (
    <Button
      variant="primary"
      icon={IconMessage}
      isPending={pending}
      isDisabled={status?.phase !== 'running'}
      onPress={() => void write()}
    >
      {t('write')}
    </Button>
  );
}

function VerifyButton({ userId }: { userId: string }) {
  const { t } = useTranslation('people');
  const engine = useEngine();
  const { value: status } = useEngineStatus();
  const ready = status?.phase === 'running' && status.recovery === 'none';
  const verify = () => {
    const failed = (error: unknown) => showToast({ text: errorText(error), tone: 'bad' });
    engine.call('verification.startUser', { userId }).catch(failed);
  };
  return (
    <Button icon={IconShieldCheck} isDisabled={!ready} onPress={verify}>
      {t('verify')}
    </Button>
  );
}
