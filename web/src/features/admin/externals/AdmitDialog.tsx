// SPDX-License-Identifier: EUPL-1.2
// Admitting a person from outside: a login with sponsor, purpose, end and a day of review.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PasswordField, showToast, TextField } from '@/ui';
import styles from '../Admin.module.css';
import { FormDialog } from '../parts/FormDialog';
import { UnitSelect } from '../parts/UnitSelect';
import { admit } from './api';
import { type Decision, StayFields, stayOf } from './StayFields';

export function AdmitDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('admin');
  const client = useQueryClient();
  const [login, setLogin] = useState({ name: '', user_name: '', password: '', email: '', purpose: '' });
  const [unit, setUnit] = useState<string | null>(null);
  const [decision, setDecision] = useState<Decision>({ sponsor: null, ends: '', review: '' });
  const stay = stayOf(decision);
  const { name, user_name: userName, password, email, purpose } = login;
  const change = (part: Partial<typeof login>) => setLogin({ ...login, ...part });
  const isReady = Boolean(name.trim() && userName.trim() && password && purpose.trim() && unit && stay);
  const send = async () => {
    if (!unit || !stay) return;
    const given = { name: name.trim(), user_name: userName.trim(), password, purpose, email: email.trim() || null };
    await admit({ ...given, unit_id: unit, ...stay });
  };
  const done = () => {
    void client.invalidateQueries({ queryKey: ['admin', 'externals'] });
    showToast({ text: t('externals.admitted', { name: name.trim() }), tone: 'ok' });
    onClose();
  };
  return (
    <FormDialog
      title={t('externals.new')}
      action={t('externals.admit')}
      isReady={isReady}
      send={send}
      onDone={done}
      onClose={onClose}
    >
      <div className={styles.pair}>
        <TextField label={t('login.name')} value={name} onChange={(text) => change({ name: text })} autoFocus />
        <TextField
          label={t('login.userName')}
          hint={t('login.userNameHint')}
          value={userName}
          onChange={(text) => change({ user_name: text })}
          autoCapitalize="none"
          autoComplete="off"
          spellCheck="false"
        />
        <PasswordField
          label={t('login.password')}
          hint={t('login.passwordHint')}
          value={password}
          onChange={(text) => change({ password: text })}
          autoComplete="new-password"
        />
        <TextField
          label={t('login.email')}
          value={email}
          onChange={(text) => change({ email: text })}
          type="email"
          autoComplete="off"
        />
      </div>
      <TextField label={t('externals.purpose')} value={purpose} onChange={(text) => change({ purpose: text })} />
      <UnitSelect label={t('externals.unit')} value={unit} onChange={setUnit} />
      <StayFields decision={decision} onChange={setDecision} unit={unit} />
    </FormDialog>
  );
}
