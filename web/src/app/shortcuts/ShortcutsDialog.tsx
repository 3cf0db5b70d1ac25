// SPDX-License-Identifier: EUPL-1.2
// The list of keyboard shortcuts, made from the catalogue.
import { useTranslation } from 'react-i18next';
import { ShortcutList } from '@/shared/ShortcutList';
import { Dialog } from '@/ui';

export function ShortcutsDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('app');
  return (
    <Dialog title={t('shortcuts.title')} isOpen onClose={onClose} size="lg" scrolls>
      <ShortcutList />
    </Dialog>
  );
}
