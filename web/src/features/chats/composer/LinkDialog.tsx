// SPDX-License-Identifier: EUPL-1.2
// The address behind the selected words.
import type { Editor } from '@tiptap/core';
import { type FormEvent, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button, Dialog, TextField } from '@/ui';
import styles from './Composer.module.css';

/** Adds https:// when no scheme was typed; null when it cannot be a link that we send. */
export function readAddress(typed: string): string | null {
  const text = typed.trim();
  if (!text) return null;
  try {
    const url = new URL(/^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`);
    return ['http:', 'https:', 'mailto:', 'tel:'].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

export function LinkDialog({ editor, onClose }: { editor: Editor; onClose(): void }) {
  const { t } = useTranslation('chats');
  const before = String(editor.getAttributes('link').href ?? '');
  const [typed, setTyped] = useState(before);
  const [wrong, setWrong] = useState(false);
  const close = () => {
    onClose();
    requestAnimationFrame(() => editor.commands.focus());
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const href = readAddress(typed);
    if (!href) return setWrong(true);
    const { empty } = editor.state.selection;
    const chain = editor.chain().extendMarkRange('link');
    if (empty && !before) {
      chain.insertContent({ type: 'text', text: typed.trim(), marks: [{ type: 'link', attrs: { href } }] }).run();
    } else chain.setLink({ href }).run();
    close();
  };
  const remove = () => {
    editor.chain().extendMarkRange('link').unsetLink().run();
    close();
  };
  return (
    <Dialog title={t('format.link')} isOpen onClose={close} size="sm">
      <Form onSubmit={submit} className={styles.linkForm}>
        <TextField
          label={t('format.address')}
          value={typed}
          onChange={setTyped}
          error={wrong ? t('format.wrongAddress') : null}
          autoFocus
          placeholder="https://"
        />
        <div className={styles.linkButtons}>
          {before && <Button onPress={remove}>{t('format.unlink')}</Button>}
          <Button type="submit" variant="primary">
            {t('format.apply')}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
