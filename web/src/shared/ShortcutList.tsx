// SPDX-License-Identifier: EUPL-1.2
// The catalogue of shortcuts as a list by groups, for the help window and the settings.
import { useTranslation } from 'react-i18next';
import { Kbd } from '@/ui';
import styles from './ShortcutList.module.css';
import { SHORTCUTS, type ShortcutGroup, type ShortcutId, shortcut } from './shortcuts';

const GROUPS: readonly ShortcutGroup[] = ['general', 'go', 'chats', 'message'];
const IDS = Object.keys(SHORTCUTS) as ShortcutId[];

export function ShortcutList() {
  const { t } = useTranslation('app');
  return (
    <div className={styles.groups}>
      {GROUPS.map((group) => (
        <section key={group} className={styles.group}>
          <h3>{t(`shortcuts.group.${group}`)}</h3>
          <dl className={styles.list}>
            {IDS.filter(hasLine)
              .filter((id) => shortcut(id).group === group)
              .map((id) => (
                <div key={id} className={styles.row}>
                  <dt>{t(`shortcuts.${id}`)}</dt>
                  <dd>
                    {waysTo(id).map((keys) => (
                      <Kbd key={keys} keys={keys} />
                    ))}
                  </dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
    </div>
  );
}

function waysTo(id: ShortcutId): string[] {
  return IDS.filter((other) => other === id || shortcut(other).sameAs === id).map((other) => shortcut(other).keys);
}

const hasLine = (id: ShortcutId): id is Exclude<ShortcutId, 'helpSign'> => !shortcut(id).sameAs;
