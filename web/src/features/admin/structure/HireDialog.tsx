// SPDX-License-Identifier: EUPL-1.2
// A new person: login, contacts and the post, in one step.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PasswordField, TextField } from '@/ui';
import styles from '../Admin.module.css';
import { FormDialog } from '../parts/FormDialog';
import { deeds, type StaffedPost } from './api';
import { useChanged } from './useChanged';

const EMPTY = { name: '', user_name: '', password: '', email: '', phone: '', room: '' };

export function HireDialog({ post, onClose }: { post: StaffedPost; onClose(): void }) {
  const { t } = useTranslation('admin');
  const changed = useChanged();
  const [given, setGiven] = useState(EMPTY);
  const change = (part: Partial<typeof EMPTY>) => setGiven({ ...given, ...part });
  const { name, user_name: userName, password, email, phone, room } = given;
  const send = () =>
    deeds.hire({
      name: name.trim(),
      user_name: userName.trim(),
      password,
      post_id: post.id,
      email: email.trim() || null,
      phones: phone.trim() ? [phone.trim()] : [],
      room: room.trim() || null,
      languages: [],
    });
  const done = () => {
    changed(t('structure.hired', { name: name.trim() }));
    onClose();
  };
  return (
    <FormDialog
      title={t('structure.hireTitle', { title: post.title })}
      action={t('structure.hireAction')}
      isReady={Boolean(name.trim() && userName.trim() && password)}
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
        <TextField label={t('login.phone')} value={phone} onChange={(text) => change({ phone: text })} type="tel" />
        <TextField label={t('login.room')} value={room} onChange={(text) => change({ room: text })} />
      </div>
    </FormDialog>
  );
}
