// SPDX-License-Identifier: EUPL-1.2
// A text that turns into a field where one may change it.
import { IconPencil } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { errorText } from '@/shared/errors';
import { Button, IconButton, TextField } from '@/ui';
import styles from './Details.module.css';

interface EditableTextProps {
  label: string;
  value: string;
  canEdit: boolean;
  placeholder?: string;
  look: 'name' | 'topic';
  mayBeEmpty?: boolean;
  onSave(value: string): Promise<unknown>;
}

export function EditableText(props: EditableTextProps) {
  const { label, value, canEdit, placeholder, look } = props;
  const { t } = useTranslation('chats');
  const [editing, setEditing] = useState(false);
  if (editing) return <Editing {...props} onDone={() => setEditing(false)} />;
  if (!value && canEdit && placeholder) {
    return (
      <Button variant="quiet" size="sm" onPress={() => setEditing(true)}>
        {placeholder}
      </Button>
    );
  }
  if (!value) return null;
  const Words = look === 'name' ? 'h3' : 'p';
  return (
    <div className={styles.editable}>
      <Words className={styles[look]}>{value}</Words>
      {canEdit && (
        <IconButton
          label={t('details.change', { what: label })}
          icon={IconPencil}
          size="sm"
          onPress={() => setEditing(true)}
        />
      )}
    </div>
  );
}

function Editing({ label, value, look, mayBeEmpty, onSave, onDone }: EditableTextProps & { onDone(): void }) {
  const { t } = useTranslation('chats');
  const [typed, setTyped] = useState(value);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const save = async () => {
    if (typed.trim() === value) return onDone();
    setPending(true);
    try {
      await onSave(typed.trim());
      onDone();
    } catch (reason) {
      setError(reason);
      setPending(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save();
  };
  return (
    <Form className={styles.editing} onSubmit={submit}>
      <TextField
        label={label}
        value={typed}
        onChange={setTyped}
        error={error ? errorText(error) : null}
        maxLength={look === 'name' ? 255 : 1000}
        autoFocus
        {...(look === 'topic' ? { rows: 3 } : {})}
      />
      <div className={styles.editButtons}>
        <Button size="sm" onPress={onDone}>
          {t('cancel')}
        </Button>
        <Button size="sm" type="submit" variant="primary" isPending={pending} isDisabled={!mayBeEmpty && !typed.trim()}>
          {t('details.save')}
        </Button>
      </div>
    </Form>
  );
}
