// SPDX-License-Identifier: EUPL-1.2
// Putting a unit under another one, with what it does to rooms shown before.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Unit } from '@/api/types';
import { FormDialog } from '../parts/FormDialog';
import { UnitSelect } from '../parts/UnitSelect';
import { deeds } from './api';
import { RoomsChange } from './RoomsChange';
import { useChanged } from './useChanged';

export function MoveDialog({ unit, onClose }: { unit: Unit; onClose(): void }) {
  const { t } = useTranslation('admin');
  const changed = useChanged();
  const [parent, setParent] = useState<string | null>(null);
  const done = () => {
    changed(t('structure.moved', { name: unit.name }));
    onClose();
  };
  const send = async () => {
    if (parent) await deeds.moveUnit(unit.id, parent);
  };
  return (
    <FormDialog
      title={t('structure.moveTitle', { name: unit.name })}
      action={t('structure.moveAction')}
      isReady={parent !== null}
      send={send}
      onDone={done}
      onClose={onClose}
    >
      <UnitSelect label={t('structure.moveTo')} value={parent} onChange={setParent} />
      {parent && <RoomsChange deed={{ kind: 'move', unit_id: unit.id, parent_id: parent }} />}
    </FormDialog>
  );
}
