// SPDX-License-Identifier: EUPL-1.2
// Formatting by buttons, for those who do not type the signs.
import {
  IconBlockquote,
  IconBold,
  IconCode,
  IconItalic,
  IconLink,
  IconList,
  IconListNumbers,
  IconSourceCode,
  IconStrikethrough,
} from '@tabler/icons-react';
import type { Editor } from '@tiptap/core';
import { useEditorState } from '@tiptap/react';
import { useState } from 'react';
import { Toolbar } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { IconToggle, type IconType } from '@/ui';
import styles from './Composer.module.css';
import { LinkDialog } from './LinkDialog';

const FORMATS = [
  { id: 'bold', icon: IconBold, keys: 'Ctrl+B', run: (editor: Editor) => editor.chain().focus().toggleBold().run() },
  {
    id: 'italic',
    icon: IconItalic,
    keys: 'Ctrl+I',
    run: (editor: Editor) => editor.chain().focus().toggleItalic().run(),
  },
  {
    id: 'strike',
    icon: IconStrikethrough,
    keys: 'Ctrl+Shift+S',
    run: (editor: Editor) => editor.chain().focus().toggleStrike().run(),
  },
  { id: 'code', icon: IconCode, keys: 'Ctrl+E', run: (editor: Editor) => editor.chain().focus().toggleCode().run() },
  {
    id: 'blockquote',
    icon: IconBlockquote,
    keys: 'Ctrl+Shift+B',
    run: (editor: Editor) => editor.chain().focus().toggleBlockquote().run(),
  },
  {
    id: 'bulletList',
    icon: IconList,
    keys: 'Ctrl+Shift+8',
    run: (editor: Editor) => editor.chain().focus().toggleBulletList().run(),
  },
  {
    id: 'orderedList',
    icon: IconListNumbers,
    keys: 'Ctrl+Shift+7',
    run: (editor: Editor) => editor.chain().focus().toggleOrderedList().run(),
  },
  {
    id: 'codeBlock',
    icon: IconSourceCode,
    keys: 'Ctrl+Alt+C',
    run: (editor: Editor) => editor.chain().focus().toggleCodeBlock().run(),
  },
] as const satisfies readonly { id: string; icon: IconType; keys: string; run(editor: Editor): void }[];

export function FormatBar({ editor }: { editor: Editor }) {
  const { t } = useTranslation('chats');
  const [linking, setLinking] = useState(false);
  const active = useEditorState({
    editor,
    selector: ({ editor: now }) =>
      [...FORMATS.filter(({ id }) => now.isActive(id)).map(({ id }) => id), now.isActive('link') ? 'link' : ''].join(
        ' ',
      ),
  }).split(' ');
  return (
    <Toolbar aria-label={t('format.label')} className={styles.formats}>
      {FORMATS.map(({ id, icon, keys, run }) => (
        <IconToggle
          key={id}
          size="sm"
          label={t(`format.${id}`)}
          icon={icon}
          keys={keys}
          isSelected={active.includes(id)}
          onChange={() => run(editor)}
        />
      ))}
      <IconToggle
        size="sm"
        label={t('format.link')}
        icon={IconLink}
        isSelected={active.includes('link')}
        onChange={() => setLinking(true)}
      />
      {linking && <LinkDialog editor={editor} onClose={() => setLinking(false)} />}
    </Toolbar>
  );
}
