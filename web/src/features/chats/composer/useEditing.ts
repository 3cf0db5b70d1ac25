// SPDX-License-Identifier: EUPL-1.2
// Puts the message that is being edited into the field, and what was there before back afterwards.
import type { Editor, JSONContent } from '@tiptap/core';
import { useEffect, useRef } from 'react';
import type { ComposerMode } from './mode';
import { fromRich } from './richDoc';

export function useEditing(editor: Editor | null, mode: ComposerMode): void {
  const before = useRef<JSONContent | null>(null);
  const edited = mode?.type === 'edit' ? mode.item : null;
  const key = edited?.key ?? null;
  const rich = useRef(edited?.content.rich);
  rich.current = edited?.content.rich;
  useEffect(() => {
    if (!editor) return;
    if (key !== null && rich.current) {
      before.current ??= editor.getJSON();
      editor.commands.setContent(fromRich(rich.current), { emitUpdate: false });
      editor.commands.focus('end');
    } else if (before.current) {
      editor.commands.setContent(before.current, { emitUpdate: true });
      before.current = null;
    }
  }, [editor, key]);
  const reply = mode?.type === 'reply' ? mode.item.key : null;
  useEffect(() => {
    if (editor && reply !== null) editor.commands.focus('end');
  }, [editor, reply]);
}
