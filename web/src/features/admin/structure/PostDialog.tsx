// SPDX-License-Identifier: EUPL-1.2
// The windows of deeds about a post: appoint, hire, other dates, end, rename, abolish.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Checkbox, ConfirmDialog, showToast } from '@/ui';
import { DateField } from '@/ui/DateFields/lazy';
import styles from '../Admin.module.css';
import { dayAfter, dayOf, dayStart } from '../days';
import { FormDialog } from '../parts/FormDialog';
import { type Chosen, PersonPicker } from '../parts/PersonPicker';
import { TypedDialog } from '../parts/TypedDialog';
import { useRefusal } from '../refusal';
import { deeds, type Holder, type StaffedPost } from './api';
import { NameDialog } from './dialogs';
import { HireDialog } from './HireDialog';
import { RoomsChange } from './RoomsChange';
import { useChanged } from './useChanged';

export type PostDeed =
  | { what: 'appoint' | 'hire' | 'rename' | 'abolish'; post: StaffedPost }
  | { what: 'dates' | 'end'; post: StaffedPost; holder: Holder };

export function PostDialog({ deed, onClose }: { deed: PostDeed; onClose(): void }) {
  const { t } = useTranslation('admin');
  const { post } = deed;
  if (deed.what === 'appoint') return <AppointDialog post={post} onClose={onClose} />;
  if (deed.what === 'hire') return <HireDialog post={post} onClose={onClose} />;
  if (deed.what === 'dates') return <EndDayDialog post={post} holder={deed.holder} onClose={onClose} />;
  if (deed.what === 'end') return <EndDialog post={post} holder={deed.holder} onClose={onClose} />;
  if (deed.what === 'abolish') return <AbolishDialog post={post} onClose={onClose} />;
  return (
    <NameDialog
      title={t('structure.renameTitle', { name: post.title })}
      name={post.title}
      save={(name) => deeds.renamePost(post.id, name)}
      onClose={onClose}
    />
  );
}

interface PostDialogProps {
  post: StaffedPost;
  onClose(): void;
}

function AppointDialog({ post, onClose }: PostDialogProps) {
  const { t } = useTranslation('admin');
  const changed = useChanged();
  const [person, setPerson] = useState<Chosen | null>(null);
  const [acting, setActing] = useState(false);
  const [since, setSince] = useState('');
  const [until, setUntil] = useState('');
  const send = async () => {
    if (!person) return;
    const dates = { starts_at: dayStart(since), ends_at: dayAfter(until) };
    await deeds.appoint(post.id, { user_id: person.user_id, acting, ...dates });
  };
  const done = () => {
    changed(t('structure.appointed', { name: person?.name ?? '', title: post.title }));
    onClose();
  };
  return (
    <FormDialog
      title={t('structure.appointTitle', { title: post.title })}
      action={t('structure.appointAction')}
      isReady={person !== null}
      send={send}
      onDone={done}
      onClose={onClose}
    >
      <PersonPicker label={t('structure.person')} value={person} onChange={setPerson} />
      <Checkbox isSelected={acting} onChange={setActing}>
        {t('structure.asActing')}
      </Checkbox>
      <div className={styles.pair}>
        <DateField
          what="day"
          label={t('structure.firstDay')}
          hint={t('structure.firstDayHint')}
          value={since}
          onChange={setSince}
        />
        <DateField
          what="day"
          label={t('structure.lastDay')}
          hint={t('structure.lastDayHint')}
          value={until}
          onChange={setUntil}
        />
      </div>
      {person && (
        <RoomsChange
          deed={{ kind: 'appoint', post_id: post.id, user_id: person.user_id, acting }}
          isDated={since !== ''}
        />
      )}
    </FormDialog>
  );
}

interface HolderDialogProps extends PostDialogProps {
  holder: Holder;
}

function EndDayDialog({ post, holder, onClose }: HolderDialogProps) {
  const { t } = useTranslation('admin');
  const changed = useChanged();
  const [until, setUntil] = useState(holder.ends_at === null ? '' : dayOf(holder.ends_at - 1));
  const done = () => {
    changed(t('structure.datesChanged', { name: holder.name }));
    onClose();
  };
  return (
    <FormDialog
      title={t('structure.endDayTitle', { name: holder.name, title: post.title })}
      action={t('save')}
      isReady
      send={() => deeds.changeEnd(post.id, holder.user_id, holder.starts_at, dayAfter(until))}
      onDone={done}
      onClose={onClose}
    >
      <DateField
        what="day"
        label={t('structure.lastDay')}
        hint={t('structure.lastDayHint')}
        value={until}
        onChange={setUntil}
      />
    </FormDialog>
  );
}

function EndDialog({ post, holder, onClose }: HolderDialogProps) {
  const { t } = useTranslation('admin');
  const changed = useChanged();
  const refusal = useRefusal();
  const [isPending, setPending] = useState(false);
  const end = async () => {
    setPending(true);
    try {
      await deeds.endAppointment(post.id, holder.user_id);
      changed(t('structure.ended', { name: holder.name, title: post.title }));
    } catch (error) {
      showToast({ text: refusal(error), tone: 'bad' });
    }
    onClose();
  };
  return (
    <ConfirmDialog
      title={t('structure.endTitle', { name: holder.name, title: post.title })}
      isOpen
      action={t('structure.endNow')}
      danger
      isPending={isPending}
      onConfirm={() => void end()}
      onClose={onClose}
    >
      {t('structure.endText')}
      <RoomsChange deed={{ kind: 'end', post_id: post.id, user_id: holder.user_id }} />
    </ConfirmDialog>
  );
}

function AbolishDialog({ post, onClose }: PostDialogProps) {
  const { t } = useTranslation('admin');
  const changed = useChanged();
  const done = () => {
    changed(t('structure.abolished', { name: post.title }));
    onClose();
  };
  return (
    <TypedDialog
      title={t('structure.abolishTitle', { name: post.title })}
      action={t('structure.abolish')}
      word={post.title}
      request={() => deeds.abolishPost(post.id)}
      onDone={done}
      onClose={onClose}
    >
      <p>{t('structure.abolishPostText')}</p>
    </TypedDialog>
  );
}
