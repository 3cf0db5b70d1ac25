// SPDX-License-Identifier: EUPL-1.2
// The person's own name and photo, and what the directory says about them.
import { IconTrash, IconUpload } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { FileTrigger, Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useAvatarUrl, useEngine, useProfile } from '@/engine/rpc/react';
import { errorText } from '@/shared/errors';
import { useSession } from '@/shared/session';
import { Avatar, Banner, Button, LinkButton, showToast, TextField } from '@/ui';
import { Block } from './Block';
import { PICTURE_TYPES, squarePicture } from './picture';
import styles from './Settings.module.css';

export function ProfileSection() {
  const { t } = useTranslation('settings');
  const session = useSession();
  const { value: profile } = useProfile();
  const name = profile?.name ?? session.display_name;
  return (
    <>
      <Block title={t('profile.photo')} text={t('profile.photoText')}>
        <Photo name={name} avatar={profile ? profile.avatar : session.avatar_url} />
      </Block>
      <Block title={t('profile.name')} text={t('profile.nameText')}>
        <NameForm key={name} name={name} />
      </Block>
      <Block title={t('profile.directory')} text={t('profile.directoryText')}>
        <p>
          <LinkButton href={`/people/${encodeURIComponent(session.user_id)}`}>{t('profile.openCard')}</LinkButton>
        </p>
      </Block>
      <p className={styles.id}>{session.user_id}</p>
    </>
  );
}

function Photo({ name, avatar }: { name: string; avatar: string | null }) {
  const { t } = useTranslation('settings');
  const engine = useEngine();
  const url = useAvatarUrl(avatar, 96);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const save = async (prepare: () => Promise<Blob | null>) => {
    setPending(true);
    setError(null);
    try {
      await engine.call('profile.setAvatar', { image: await prepare() });
      showToast({ text: t('profile.photoSaved'), tone: 'ok' });
    } catch (reason) {
      setError(reason);
    } finally {
      setPending(false);
    }
  };
  const choose = (files: FileList | null) => {
    const file = files?.[0];
    if (file) void save(() => squarePicture(file));
  };
  return (
    <>
      <div className={styles.photo}>
        <Avatar name={name} url={url} size={96} />
        <div className={styles.buttons}>
          <FileTrigger acceptedFileTypes={PICTURE_TYPES} onSelect={choose}>
            <Button icon={IconUpload} isPending={pending}>
              {t('profile.upload')}
            </Button>
          </FileTrigger>
          {avatar && (
            <Button variant="quiet" icon={IconTrash} isDisabled={pending} onPress={() => void save(async () => null)}>
              {t('profile.remove')}
            </Button>
          )}
        </div>
      </div>
      {error !== null && (
        <Banner tone="bad" boxed>
          {error instanceof DOMException ? t('profile.notAPicture') : errorText(error)}
        </Banner>
      )}
    </>
  );
}

function NameForm({ name }: { name: string }) {
  const { t } = useTranslation('settings');
  const engine = useEngine();
  const [typed, setTyped] = useState(name);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const wanted = typed.trim();
  const save = async () => {
    setPending(true);
    setError(null);
    try {
      await engine.call('profile.setName', { name: wanted });
      showToast({ text: t('profile.nameSaved'), tone: 'ok' });
    } catch (reason) {
      setError(errorText(reason));
    } finally {
      setPending(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (wanted && wanted !== name) void save();
  };
  return (
    <Form className={styles.form} onSubmit={submit} validationBehavior="aria">
      <TextField
        label={t('profile.nameLabel')}
        value={typed}
        onChange={setTyped}
        error={error}
        autoComplete="name"
        maxLength={100}
      />
      <Button type="submit" variant="primary" isPending={pending} isDisabled={!wanted || wanted === name}>
        {t('save')}
      </Button>
    </Form>
  );
}
