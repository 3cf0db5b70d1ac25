// SPDX-License-Identifier: EUPL-1.2
// The plus above the list: write to a person, make a group or an announcement channel.
import { IconBookmark, IconPlus, IconSpeakerphone, IconUser, IconUsersGroup } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEngineStatus } from '@/engine/rpc/react';
import { useCommands } from '@/shared/commands';
import { shortcut, useShortcut } from '@/shared/shortcuts';
import { IconButton, Menu, MenuItem, MenuTrigger } from '@/ui';
import { useSaved } from '../forward/useSaved';

const NewDirectDialog = lazy(() => import('./NewDirectDialog').then((module) => ({ default: module.NewDirectDialog })));
const NewRoomDialog = lazy(() => import('./NewRoomDialog').then((module) => ({ default: module.NewRoomDialog })));

type Kind = 'direct' | 'group' | 'announcement';

export function NewChatMenu() {
  const { t } = useTranslation('chats');
  const { t: compose } = useTranslation('compose');
  const saved = useSaved();
  const { value: status } = useEngineStatus();
  const [isOpen, setOpen] = useState(false);
  const [making, setMaking] = useState<Kind | null>(null);
  const close = () => setMaking(null);
  useShortcut('newChat', () => setOpen(true));
  useCommands([
    { id: 'chats.direct', title: t('new.direct'), icon: IconUser, run: () => setMaking('direct') },
    { id: 'chats.group', title: t('new.group'), icon: IconUsersGroup, run: () => setMaking('group') },
    { id: 'chats.saved', title: compose('saved.title'), icon: IconBookmark, run: saved.open },
  ]);
  return (
    <>
      <MenuTrigger isOpen={isOpen} onOpenChange={setOpen}>
        <IconButton
          label={t('new.label')}
          icon={IconPlus}
          keys={shortcut('newChat').keys}
          isDisabled={status?.phase !== 'running'}
        />
        <Menu onAction={(key) => (key === 'saved' ? saved.open() : setMaking(key as Kind))}>
          <MenuItem id="direct" icon={IconUser}>
            {t('new.direct')}
          </MenuItem>
          <MenuItem id="group" icon={IconUsersGroup} hint={t('new.groupHint')}>
            {t('new.group')}
          </MenuItem>
          <MenuItem id="announcement" icon={IconSpeakerphone} hint={t('new.announcementHint')}>
            {t('new.announcement')}
          </MenuItem>
          <MenuItem id="saved" icon={IconBookmark} hint={compose('saved.hint')}>
            {compose('saved.title')}
          </MenuItem>
        </Menu>
      </MenuTrigger>
      <Suspense fallback={null}>
        {making === 'direct' && <NewDirectDialog onClose={close} />}
        {(making === 'group' || making === 'announcement') && <NewRoomDialog kind={making} onClose={close} />}
      </Suspense>
    </>
  );
}
