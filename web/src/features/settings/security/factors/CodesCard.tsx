// SPDX-License-Identifier: EUPL-1.2
// Shows new recovery codes of the sign-in once, with the ways to keep them.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoment } from '@/shared/dates';
import { useFocusAtOnce } from '@/shared/focus';
import { KeepButtons } from '@/shared/recovery/KeepButtons';
import keepStyles from '@/shared/recovery/Recovery.module.css';
import { useSession } from '@/shared/session';
import { Button, Checkbox, classes } from '@/ui';
import styles from '../../Settings.module.css';

export function CodesCard({ codes, onDone }: { codes: string[]; onDone(): void }) {
  const { t } = useTranslation('factors');
  const { user_id: user } = useSession();
  const [saved, setSaved] = useState(false);
  const card = useFocusAtOnce<HTMLDivElement>();
  const text = codes.join('\n');
  return (
    <div className={classes(styles.stack, keepStyles.card)} ref={card} tabIndex={-1}>
      <p>{t('codesText')}</p>
      <output className={classes(keepStyles.key, keepStyles.codes)} aria-label={t('codesTitle')}>
        {codes.map((code) => (
          <span key={code}>{code}</span>
        ))}
      </output>
      <KeepButtons
        text={text}
        fileName={t('codesFile')}
        fileText={t('codesFileText', { user, codes: text, date: formatMoment(Date.now()) })}
      />
      <Checkbox isSelected={saved} onChange={setSaved}>
        {t('codesSaved')}
      </Checkbox>
      <Button variant="primary" size="lg" isDisabled={!saved} onPress={onDone}>
        {t('done')}
      </Button>
    </div>
  );
}
