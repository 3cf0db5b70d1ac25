// SPDX-License-Identifier: EUPL-1.2
// Ctrl+K: one field for chats, people and commands.
import { IconSearch } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import {
  Autocomplete,
  Collection,
  Dialog,
  Header,
  Input,
  type Key,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  Modal,
  ModalOverlay,
  SearchField,
} from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Badge, Kbd, Spinner } from '@/ui';
import styles from './Palette.module.css';
import { type PaletteItem, type PaletteSection, usePaletteItems } from './usePaletteItems';

export function Palette({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('app');
  return (
    <ModalOverlay className={styles.scrim} isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className={styles.modal}>
        <Dialog className={styles.dialog} aria-label={t('palette.label')}>
          <PaletteBody onClose={onClose} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function PaletteBody({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('app');
  const [typed, setTyped] = useState('');
  const { sections, searching } = usePaletteItems(typed);
  const ran = useRef(false);
  const run = (key: Key) => {
    const item = sections.flatMap((section) => section.items).find(({ id }) => id === key);
    if (!item || ran.current) return;
    ran.current = true;
    onClose();
    item.run();
  };
  return (
    <Autocomplete inputValue={typed} onInputChange={setTyped}>
      <div className={styles.scroll}>
        <SearchField aria-label={t('palette.label')} className={styles.field} autoFocus>
          <IconSearch size={20} stroke={1.7} aria-hidden />
          <Input className={styles.input} placeholder={t('palette.placeholder')} />
          {searching && <Spinner size={18} className={styles.spinner ?? ''} />}
        </SearchField>
        <ListBox
          aria-label={t('palette.results')}
          items={sections}
          className={styles.list}
          onAction={run}
          renderEmptyState={() => (
            <p className={styles.empty}>{searching ? t('palette.searching') : t('palette.nothing')}</p>
          )}
        >
          {(section) => <Section section={section} />}
        </ListBox>
      </div>
      <Hints />
    </Autocomplete>
  );
}

function Section({ section }: { section: PaletteSection }) {
  const { t } = useTranslation('app');
  return (
    <ListBoxSection id={section.id} className={styles.section}>
      <Header className={styles.header}>{t(`palette.${section.id}`)}</Header>
      <Collection items={section.items}>{(item) => <Item item={item} />}</Collection>
    </ListBoxSection>
  );
}

function Item({ item }: { item: PaletteItem }) {
  const { t } = useTranslation('app');
  const Icon = item.icon;
  const unread = item.unread ?? 0;
  return (
    <ListBoxItem id={item.id} textValue={item.title} className={styles.item}>
      <Icon size={19} stroke={1.6} aria-hidden />
      <span className={styles.title}>
        {item.title}
        {item.hint && <span className={styles.hint}> — {item.hint}</span>}
      </span>
      <Badge count={unread} label={t('rail.unread', { count: unread })} />
      {item.keys && <Kbd keys={item.keys} />}
    </ListBoxItem>
  );
}

function Hints() {
  const { t } = useTranslation('app');
  const hints = [
    ['↑↓', t('palette.hintMove')],
    ['Enter', t('palette.hintOpen')],
    ['>', t('palette.hintCommands')],
    ['@', t('palette.hintPeople')],
    ['#', t('palette.hintChats')],
  ] as const;
  return (
    <footer className={styles.hints}>
      {hints.map(([keys, words]) => (
        <span key={keys} className={styles.hintItem}>
          <Kbd keys={keys} /> {words}
        </span>
      ))}
    </footer>
  );
}
