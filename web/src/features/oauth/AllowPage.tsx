// SPDX-License-Identifier: EUPL-1.2
// "May this application come in?": the authorization endpoint of OAuth as people see it.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '@/api/types';
import { ProofStep } from '@/shared/proof/ProofStep';
import { useProof } from '@/shared/proof/useProof';
import { Button, Spinner } from '@/ui';
import { Consent } from './Consent';
import { type Client, calls, leaveFor, type Question, unpack } from './calls';
import { Failed } from './Failed';
import { Frame } from './Frame';
import styles from './OAuth.module.css';

export function AllowPage() {
  const { t } = useTranslation('oauth');
  const { request } = useSearch({ from: '/allow' });
  return <Frame title={t('pageTitle')}>{(session) => <Asking query={unpack(request)} session={session} />}</Frame>;
}

function Asking({ query, session }: { query: string; session: Session }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['oauth', 'question', query, session.user_id],
    queryFn: () => calls.ask(query),
    // An answer may hold a code, which is good once.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const at = data?.redirect_to;
  useEffect(() => {
    if (at) leaveFor(at);
  }, [at]);
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data || at || !data.client) return at ? <Left address={at} /> : <Spinner />;
  return <Deciding query={query} session={session} question={data} client={data.client} />;
}

interface DecidingProps {
  query: string;
  session: Session;
  question: Question;
  client: Client;
}

function Deciding({ query, session, question, client }: DecidingProps) {
  const { t } = useTranslation('oauth');
  const decision = useMutation({
    mutationFn: (allow: boolean) => calls.decide(query, allow),
    onSuccess: ({ redirect_to }) => leaveFor(redirect_to),
  });
  if (decision.data) return <Left address={decision.data.redirect_to} />;
  const deny = (
    <Button size="lg" wide isDisabled={decision.isPending} onPress={() => decision.mutate(false)}>
      {t('deny')}
    </Button>
  );
  return (
    <Consent client={client} session={session} scope={question.scope ?? []} deviceId={question.device_id}>
      {decision.error && <Failed error={decision.error} />}
      {question.returns_to && <p className={styles.quiet}>{t('returns', { address: question.returns_to })}</p>}
      {question.needs_proof ? (
        <>
          <Proving query={query} />
          {deny}
        </>
      ) : (
        <div className={styles.buttons}>
          {deny}
          <Button
            size="lg"
            wide
            variant="primary"
            isPending={decision.isPending && decision.variables}
            onPress={() => !decision.isPending && decision.mutate(true)}
          >
            {t('allow')}
          </Button>
        </div>
      )}
    </Consent>
  );
}

/** The application wants to be sure that it is the person, and not only their open browser. */
function Proving({ query }: { query: string }) {
  const { t } = useTranslation('oauth');
  const proving = useProof(
    (proof) => calls.decide(query, true, proof),
    ({ redirect_to }) => leaveFor(redirect_to),
  );
  return <ProofStep proving={proving} action={t('allow')} />;
}

/** An application outside of the browser takes over, and this page stays behind. */
function Left({ address }: { address: string }) {
  const { t } = useTranslation('oauth');
  return (
    <div className={styles.words} role="status">
      <h1 className={styles.title}>{t('leftTitle')}</h1>
      <p>{t('leftText')}</p>
      <p>
        <a href={address} rel="noreferrer">
          {t('leftLink')}
        </a>
      </p>
    </div>
  );
}
