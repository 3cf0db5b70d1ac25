// SPDX-License-Identifier: EUPL-1.2
// One unit: its name and what can be done with it, its posts, and who administers it.
import { IconArrowsMove, IconDots, IconPencil, IconPlus, IconSitemap, IconTrash } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Unit } from '@/api/types';
import { Button, EmptyState, IconButton, LinkButton, Menu, MenuItem, MenuTrigger } from '@/ui';
import styles from '../Admin.module.css';
import { TypedDialog } from '../parts/TypedDialog';
import { useUnits } from '../parts/useUnits';
import { addressOf } from '../place';
import { Administrators } from './Administrators';
import { deeds } from './api';
import { NameDialog, NewPostDialog, NewUnitDialog } from './dialogs';
import { MoveDialog } from './MoveDialog';
import { Posts } from './Posts';
import { useChanged } from './useChanged';

type Deed = 'rename' | 'move' | 'unit' | 'post' | 'abolish';

export function UnitPage({ unitId }: { unitId: string }) {
  const { t } = useTranslation('admin');
  const { mine } = useUnits();
  const unit = mine.find(({ id }) => id === unitId);
  if (!unit) {
    return (
      <EmptyState icon={IconSitemap} title={t('structure.none')}>
        {t('structure.noneText')}
      </EmptyState>
    );
  }
  return (
    <div className={styles.stack}>
      <UnitHead unit={unit} />
      <Posts unit={unit} />
      <Administrators unit={unit} />
    </div>
  );
}

function UnitHead({ unit }: { unit: Unit }) {
  const { t } = useTranslation('admin');
  const [deed, setDeed] = useState<Deed | null>(null);
  const close = () => setDeed(null);
  return (
    <div className={styles.blockHead}>
      <div className={styles.words}>
        <h2>{unit.name}</h2>
        <p className={styles.meta}>{t('structure.people', { count: unit.people_count })}</p>
      </div>
      <Button size="sm" icon={IconPlus} onPress={() => setDeed('post')}>
        {t('structure.addPost')}
      </Button>
      <Button size="sm" icon={IconSitemap} onPress={() => setDeed('unit')}>
        {t('structure.addUnit')}
      </Button>
      <LinkButton size="sm" variant="quiet" href={`/people?unit=${encodeURIComponent(unit.id)}`}>
        {t('structure.directory')}
      </LinkButton>
      <MenuTrigger>
        <IconButton label={t('actionsFor', { name: unit.name })} icon={IconDots} />
        <Menu>
          <MenuItem icon={IconPencil} onAction={() => setDeed('rename')}>
            {t('structure.rename')}
          </MenuItem>
          {unit.parent_id !== null && (
            <MenuItem icon={IconArrowsMove} onAction={() => setDeed('move')}>
              {t('structure.move')}
            </MenuItem>
          )}
          <MenuItem icon={IconTrash} danger onAction={() => setDeed('abolish')}>
            {t('structure.abolish')}
          </MenuItem>
        </Menu>
      </MenuTrigger>
      {deed === 'post' && <NewPostDialog unit={unit} onClose={close} />}
      {deed === 'unit' && <NewUnitDialog unit={unit} onClose={close} />}
      {deed === 'rename' && (
        <NameDialog
          title={t('structure.renameTitle', { name: unit.name })}
          name={unit.name}
          save={(name) => deeds.renameUnit(unit.id, name)}
          onClose={close}
        />
      )}
      {deed === 'move' && <MoveDialog unit={unit} onClose={close} />}
      {deed === 'abolish' && <AbolishDialog unit={unit} onClose={close} />}
    </div>
  );
}

function AbolishDialog({ unit, onClose }: { unit: Unit; onClose(): void }) {
  const { t } = useTranslation('admin');
  const changed = useChanged();
  const navigate = useNavigate();
  const done = () => {
    changed(t('structure.abolished', { name: unit.name }));
    onClose();
    void navigate({ href: addressOf('structure') });
  };
  return (
    <TypedDialog
      title={t('structure.abolishTitle', { name: unit.name })}
      action={t('structure.abolish')}
      word={unit.name}
      request={() => deeds.abolishUnit(unit.id)}
      onDone={done}
      onClose={onClose}
    >
      <p>{t('structure.abolishText')}</p>
    </TypedDialog>
  );
}
