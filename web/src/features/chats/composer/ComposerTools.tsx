// SPDX-License-Identifier: EUPL-1.2
// Buttons of the message field: files, emoji, formatting, send.
import { IconLetterCase, IconMicrophone, IconMoodSmile, IconPaperclip, IconSend2 } from '@tabler/icons-react';
import type { Editor } from '@tiptap/core';
import { useEditorState } from '@tiptap/react';
import { lazy, Suspense, useState } from 'react';
import { Dialog, DialogTrigger, FileTrigger, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { IconButton, IconToggle, Spinner } from '@/ui';
import type { Later } from '../later/useLater';
import styles from './Composer.module.css';

const EmojiPicker = lazy(() =>
  import('@/shared/emoji/EmojiPicker').then((module) => ({ default: module.EmojiPicker })),
);

const LaterMenu = lazy(() => import('../later/LaterMenu').then((module) => ({ default: module.LaterMenu })));

interface ComposerToolsProps {
  editor: Editor | null;
  canAttach: boolean;
  onFiles(files: readonly File[]): void;
  formats: boolean;
  onFormats(shown: boolean): void;
}

export function ComposerTools({ editor, canAttach, onFiles, formats, onFormats }: ComposerToolsProps) {
  const { t } = useTranslation('chats');
  return (
    <>
      <IconToggle label={t('format.label')} icon={IconLetterCase} isSelected={formats} onChange={onFormats} />
      {canAttach && (
        <FileTrigger allowsMultiple onSelect={(files) => files && onFiles([...files])}>
          <IconButton label={t('composer.attach')} icon={IconPaperclip} />
        </FileTrigger>
      )}
      <EmojiButton onPick={(emoji) => editor?.chain().focus().insertContent({ type: 'text', text: emoji }).run()} />
    </>
  );
}

function EmojiButton({ onPick }: { onPick(emoji: string): void }) {
  const { t } = useTranslation('chats');
  const [isOpen, setOpen] = useState(false);
  const pick = (emoji: string) => {
    setOpen(false);
    // The popover gives the focus back to its button; the field takes it after that.
    requestAnimationFrame(() => onPick(emoji));
  };
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <IconButton label={t('composer.emoji')} icon={IconMoodSmile} />
      <Popover className={styles.emojiPopover} placement="top end" offset={8}>
        <Dialog aria-label={t('composer.emoji')} className={styles.emojiDialog}>
          <Suspense fallback={<Spinner />}>
            <EmojiPicker onPick={pick} />
          </Suspense>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

interface SendToolsProps {
  editor: Editor | null;
  hasFiles: boolean;
  onSend(): void;
  /** Null where nothing can be scheduled. */
  later: Later | null;
  /** Null where nothing can be recorded. */
  onRecord: (() => void) | null;
}

/** An empty field offers the microphone in the place of the send button. */
export function SendTools({ editor, hasFiles, onSend, later, onRecord }: SendToolsProps) {
  const { t } = useTranslation('chats');
  const { t: compose } = useTranslation('compose');
  const empty = useEditorState({ editor, selector: ({ editor: now }) => now?.isEmpty ?? true }) ?? true;
  const nothing = empty && !hasFiles;
  return (
    <>
      <Suspense fallback={null}>
        {later?.supported && (!nothing || later.count > 0) && <LaterMenu canSend={!nothing} later={later} />}
      </Suspense>
      {nothing && onRecord ? (
        <IconButton label={compose('voice.record')} icon={IconMicrophone} onPress={onRecord} />
      ) : (
        <IconButton
          label={t('composer.send')}
          icon={IconSend2}
          keys="Enter"
          variant="primary"
          isDisabled={nothing}
          onPress={onSend}
        />
      )}
    </>
  );
}
