// SPDX-License-Identifier: EUPL-1.2
// The clock beside the send button: usual times, any time, and what is scheduled already.
import { IconCalendarTime, IconClock, IconListDetails } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatTime } from '@/shared/dates';
import { IconButton, Menu, MenuItem, MenuSection, MenuTrigger } from '@/ui';
import { type Preset, presetsFor, presetTime } from './times';
import type { Later } from './useLater';

interface LaterMenuProps {
  /** There is something to send. */
  canSend: boolean;
  later: Later;
}

export function LaterMenu({ canSend, later }: LaterMenuProps) {
  const { t } = useTranslation('compose');
  const act = (key: string) => {
    if (key === 'choose') later.setOpen('time');
    else if (key === 'list') later.setOpen('list');
    else later.schedule(presetTime(key as Preset));
  };
  return (
    <MenuTrigger>
      <IconButton label={t('later.label')} icon={IconClock} keys="Ctrl+Shift+Enter" />
      <Menu onAction={(key) => act(String(key))} placement="top end">
        {canSend && (
          <MenuSection title={t('later.presets')}>
            {presetsFor().map((preset) => (
              <MenuItem key={preset} id={preset} icon={IconClock}>
                {t(`later.${preset}`, { time: formatTime(presetTime(preset)) })}
              </MenuItem>
            ))}
            <MenuItem id="choose" icon={IconCalendarTime} keys="Ctrl+Shift+Enter">
              {t('later.choose')}
            </MenuItem>
          </MenuSection>
        )}
        <MenuItem id="list" icon={IconListDetails} hint={later.count > 0 ? String(later.count) : undefined}>
          {t('later.list')}
        </MenuItem>
      </Menu>
    </MenuTrigger>
  );
}
