// SPDX-License-Identifier: EUPL-1.2
// Small forms about units and posts: a name, a new unit, a new post.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Unit } from '@/api/types';
import { Select, TextField } from '@/ui';
import { FormDialog } from '../parts/FormDialog';
import { deeds, POST_KINDS, type PostKind } from './api';
import { useChanged } from './useChanged';

interface NameDialogProps {
  title: string;
  name: string;
  save(name: string): Promise<object>;
  onClose(): void;
}

export function NameDialog({ title, name, save, onClose }: NameDialogProps) {
  const { t } = useTranslation('admin');
  const changed = useChanged();
  const [typed, setTyped] = useState(name);
  const done = () => {
    changed(t('structure.renamed', { name: typed.trim() }));
    onClose();
  };
  return (
    <FormDialog
      title={title}
      action={t('save')}
      isReady={typed.trim() !== '' && typed.trim() !== name}
      send={() => save(typed.trim())}
      onDone={done}
      onClose={onClose}
    >
      <TextField label={t('structure.name')} value={typed} onChange={setTyped} autoFocus />
    </FormDialog>
  );
}

const UNIT_KINDS = ['department', 'division', 'office', 'section'] as const;
type UnitKind = (typeof UNIT_KINDS)[number];

export function NewUnitDialog({ unit, onClose }: { unit: Unit; onClose(): void }) {
  const { t } = useTranslation('admin');
  const changed = useChanged();
  const [name, setName] = useState('');
  const [kind, setKind] = useState<UnitKind>('division');
  const done = () => {
    changed(t('structure.unitAdded', { name: name.trim() }));
    onClose();
  };
  return (
    <FormDialog
      title={t('structure.newUnit', { name: unit.name })}
      action={t('structure.add')}
      isReady={name.trim() !== ''}
      send={() => deeds.addUnit(unit.id, name.trim(), kind)}
      onDone={done}
      onClose={onClose}
    >
      <TextField label={t('structure.name')} value={name} onChange={setName} autoFocus />
      <Select<UnitKind>
        label={t('structure.kind')}
        choices={UNIT_KINDS.map((id) => ({ id, label: t(`structure.unitKinds.${id}`) }))}
        value={kind}
        onChange={setKind}
      />
    </FormDialog>
  );
}

export function NewPostDialog({ unit, onClose }: { unit: Unit; onClose(): void }) {
  const { t } = useTranslation('admin');
  const changed = useChanged();
  const [title, setTitle] = useState('');
  const [kind, setKind] = useState<PostKind>('specialist');
  const done = () => {
    changed(t('structure.postAdded', { name: title.trim() }));
    onClose();
  };
  return (
    <FormDialog
      title={t('structure.newPost', { name: unit.name })}
      action={t('structure.add')}
      isReady={title.trim() !== ''}
      send={() => deeds.addPost(unit.id, title.trim(), kind)}
      onDone={done}
      onClose={onClose}
    >
      <TextField label={t('structure.title')} value={title} onChange={setTitle} autoFocus />
      <Select<PostKind>
        label={t('structure.kind')}
        choices={POST_KINDS.map((id) => ({ id, label: t(`structure.postKinds.${id}`) }))}
        value={kind}
        onChange={setKind}
      />
    </FormDialog>
  );
}
