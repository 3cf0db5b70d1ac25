// SPDX-License-Identifier: EUPL-1.2
// Theme, contrast, density, language, reading font and the width of lists.
import { useTranslation } from 'react-i18next';
import {
  type Contrast,
  type Density,
  type ListWidthChoice,
  type Preferences,
  type ReadingFont,
  setPreference,
  type Theme,
  usePreferences,
} from '@/shared/preferences';
import { type Choice, Radios, Select } from '@/ui';
import { BandwidthBlock } from './BandwidthBlock';
import { Block } from './Block';
import styles from './Settings.module.css';

export function AppearanceSection() {
  const { t } = useTranslation('settings');
  const preferences = usePreferences();
  return (
    <>
      <Block title={t('appearance.colours')}>
        <div className={styles.columns}>
          <Radios<Theme>
            label={t('appearance.theme')}
            choices={useChoices('theme', ['system', 'light', 'dark'])}
            value={preferences.theme}
            onChange={(value) => setPreference('theme', value)}
          />
          <Radios<Contrast>
            label={t('appearance.contrast')}
            choices={useChoices('contrast', ['system', 'normal', 'more'])}
            value={preferences.contrast}
            onChange={(value) => setPreference('contrast', value)}
          />
        </div>
      </Block>
      <Block title={t('appearance.layout')}>
        <div className={styles.columns}>
          <Radios<Density>
            label={t('appearance.density')}
            choices={useChoices('density', ['normal', 'compact'])}
            value={preferences.density}
            onChange={(value) => setPreference('density', value)}
          />
          <Radios<ListWidthChoice>
            label={t('appearance.listWidth')}
            choices={useChoices('listWidth', ['full', 'compact', 'icons'])}
            value={preferences.listWidth}
            onChange={(value) => setPreference('listWidth', value)}
          />
        </div>
      </Block>
      <Block title={t('appearance.language')}>
        <LanguageSelect value={preferences.language} />
      </Block>
      <Block title={t('appearance.readingFont')} text={t('appearance.readingFontText')}>
        <Select<ReadingFont>
          label={t('appearance.readingFont')}
          bare
          choices={useChoices('readingFont', ['interface', 'system', 'serif', 'mono'])}
          value={preferences.readingFont}
          onChange={(value) => setPreference('readingFont', value)}
          className={styles.narrow ?? ''}
        />
        <p className={styles.sample}>{t('appearance.sample')}</p>
      </Block>
      <BandwidthBlock />
    </>
  );
}

const PLURALS = {
  theme: 'themes',
  contrast: 'contrasts',
  density: 'densities',
  listWidth: 'listWidths',
  readingFont: 'readingFonts',
} as const;

function useChoices<Id extends string>(group: keyof typeof PLURALS, ids: readonly Id[]): Choice<Id>[] {
  const { t } = useTranslation('settings');
  const words = t(`appearance.${PLURALS[group]}`, { returnObjects: true }) as unknown as Record<string, string>;
  return ids.map((id) => ({ id, label: words[id] ?? id }));
}

function LanguageSelect({ value }: { value: Preferences['language'] }) {
  const { t } = useTranslation('settings');
  const choices = [
    { id: 'system', label: t('appearance.languageSystem') },
    { id: 'ru', label: 'Русский' },
    { id: 'en', label: 'English' },
  ] as const;
  return (
    <Select<Preferences['language']>
      label={t('appearance.language')}
      bare
      choices={choices}
      value={value}
      onChange={(chosen) => setPreference('language', chosen)}
      className={styles.narrow ?? ''}
    />
  );
}
