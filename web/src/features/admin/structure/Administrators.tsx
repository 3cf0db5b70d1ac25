// SPDX-License-Identifier: EUPL-1.2
// Who administers a unit: those made so for it, and those who do from above.
import { IconPlus, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Unit } from '@/api/types';
import { Avatar, Button, Chip, Dialog, IconButton } from '@/ui';
import styles from '../Admin.module.css';
import { Loaded } from '../parts/Loaded';
import { type Chosen, PersonPicker } from '../parts/PersonPicker';
import { TypedDialog } from '../parts/TypedDialog';
import { type Administrator, deeds, structure } from './api';
import { useChanged } from './useChanged';

export function Administrators({ unit }: { unit: Unit }) {
  const { t } = useTranslation('admin');
  const found = useQuery(structure.administrators(unit.id));
  const [making, setMaking] = useState(false);
  const [ending, setEnding] = useState<Administrator | null>(null);
  return (
    <section className={styles.block} aria-label={t('structure.administrators')}>
      <div className={styles.blockHead}>
        <h3>{t('structure.administrators')}</h3>
        <Button size="sm" icon={IconPlus} onPress={() => setMaking(true)}>
          {t('structure.addAdministrator')}
        </Button>
      </div>
      <Loaded query={found} title={t('structure.administratorsFailed')} rows={2}>
        {({ administrators }) => (
          <ul className={styles.lines}>
            {administrators.map((one) => (
              <li key={one.user_id} className={styles.line}>
                <Avatar name={one.name} size={32} />
                <span className={styles.words}>{one.name}</span>
                {one.direct ? (
                  <IconButton
                    label={t('structure.revokeOf', { name: one.name })}
                    icon={IconX}
                    size="sm"
                    onPress={() => setEnding(one)}
                  />
                ) : (
                  <Chip>{t('structure.fromAbove')}</Chip>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {making && <MakeDialog unit={unit} onClose={() => setMaking(false)} />}
      {ending && <EndDialog unit={unit} administrator={ending} onClose={() => setEnding(null)} />}
    </section>
  );
}

function MakeDialog({ unit, onClose }: { unit: Unit; onClose(): void }) {
  const { t } = useTranslation('admin');
  const changed = useChanged();
  const [person, setPerson] = useState<Chosen | null>(null);
  const [confirmed, setConfirmed] = useState(false);
  if (!person || !confirmed) {
    return (
      <Dialog title={t('structure.makeTitle', { name: unit.name })} isOpen onClose={onClose} size="sm">
        <div className={styles.stack}>
          <PersonPicker label={t('structure.person')} value={person} onChange={setPerson} />
          <Button variant="primary" isDisabled={!person} onPress={() => setConfirmed(true)}>
            {t('continue')}
          </Button>
        </div>
      </Dialog>
    );
  }
  const done = () => {
    changed(t('structure.made', { name: person.name }));
    onClose();
  };
  return (
    <TypedDialog
      title={t('structure.makeTitle', { name: unit.name })}
      action={t('structure.make')}
      word={person.user_id.slice(1).split(':')[0] ?? ''}
      request={(_, proof) => deeds.makeAdministrator(unit.id, person.user_id, proof)}
      onDone={done}
      onClose={onClose}
    >
      <p>{t('structure.makeText', { name: person.name, unit: unit.name })}</p>
    </TypedDialog>
  );
}

interface EndDialogProps {
  unit: Unit;
  administrator: Administrator;
  onClose(): void;
}

function EndDialog({ unit, administrator, onClose }: EndDialogProps) {
  const { t } = useTranslation('admin');
  const changed = useChanged();
  const done = () => {
    changed(t('structure.revoked', { name: administrator.name }));
    onClose();
  };
  return (
    <TypedDialog
      title={t('structure.revokeTitle', { name: administrator.name })}
      action={t('structure.revoke')}
      word={administrator.user_id.slice(1).split(':')[0] ?? ''}
      request={() => deeds.endAdministrator(unit.id, administrator.user_id)}
      onDone={done}
      onClose={onClose}
    >
      <p>{t('structure.revokeText', { name: administrator.name, unit: unit.name })}</p>
    </TypedDialog>
  );
}
