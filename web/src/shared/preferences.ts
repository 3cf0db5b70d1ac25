// SPDX-License-Identifier: EUPL-1.2
// What a person chose for this browser: looks, language, keys and notifications; shared by all tabs.
import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';
import { browserLanguage, type Language } from '@/i18n/i18n';

export type Theme = 'system' | 'light' | 'dark';
export type Contrast = 'system' | 'normal' | 'more';
export type Density = 'normal' | 'compact';
export type ReadingFont = 'interface' | 'system' | 'serif' | 'mono';
export type ListWidthChoice = 'full' | 'compact' | 'icons';

export interface Preferences {
  theme: Theme;
  contrast: Contrast;
  density: Density;
  language: Language | 'system';
  readingFont: ReadingFont;
  listWidth: ListWidthChoice;
  /** Shortcuts of one key without a modifier (WCAG 2.1.4: can be switched off). */
  singleKeys: boolean;
  /** What sends a message; the other one makes a line. */
  sendKey: 'enter' | 'ctrlEnter';
  /** Seconds in which a sent message may be taken back; 0: none. */
  undoSend: number;
  desktopNotifications: boolean;
  /** Show the text of a message in the notification of the system. */
  notificationText: boolean;
  sound: boolean;
  /** `auto`: low when the browser says that it saves data. */
  bandwidth: 'auto' | 'low' | 'normal';
}

export const DEFAULTS: Preferences = {
  theme: 'system',
  contrast: 'system',
  density: 'normal',
  language: 'system',
  readingFont: 'interface',
  listWidth: 'full',
  singleKeys: true,
  sendKey: 'enter',
  undoSend: 0,
  desktopNotifications: false,
  notificationText: true,
  sound: true,
  bandwidth: 'auto',
};

export const PREFERENCES_KEY = 'chancery.preferences';

export const usePreferences = create<Preferences>()(
  persist(() => DEFAULTS, { name: PREFERENCES_KEY, version: 1, storage: createJSONStorage(() => localStorage) }),
);

export function setPreference<K extends keyof Preferences>(name: K, value: Preferences[K]): void {
  usePreferences.setState({ [name]: value });
}

export function chosenLanguage({ language }: Pick<Preferences, 'language'>): Language {
  return language === 'system' ? browserLanguage() : language;
}

const DARK = '(prefers-color-scheme: dark)';
const MORE_CONTRAST = '(prefers-contrast: more)';
const TOP_COLOURS = { light: '#eaeef4', dark: '#0c0f15' };

/** Writes the choices as attributes that the style sheets read. */
export function applyLook(preferences: Preferences): void {
  const { theme, contrast, density, readingFont } = preferences;
  const shown = theme === 'system' ? (matchMedia(DARK).matches ? 'dark' : 'light') : theme;
  const more = contrast === 'system' ? matchMedia(MORE_CONTRAST).matches : contrast === 'more';
  const root = document.documentElement;
  root.dataset.theme = shown;
  root.dataset.contrast = more ? 'more' : 'normal';
  root.dataset.density = density;
  root.dataset.readingFont = readingFont;
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', TOP_COLOURS[shown]);
}

/** Follows changes made here, in other tabs and in the system. */
export function followPreferences(onLanguage: (language: Language) => void): void {
  applyLook(usePreferences.getState());
  usePreferences.subscribe((now, before) => {
    applyLook(now);
    if (chosenLanguage(now) !== chosenLanguage(before)) onLanguage(chosenLanguage(now));
  });
  for (const query of [DARK, MORE_CONTRAST]) {
    matchMedia(query).addEventListener('change', () => applyLook(usePreferences.getState()));
  }
  addEventListener('storage', (event) => {
    if (event.key === PREFERENCES_KEY) void usePreferences.persist.rehydrate();
  });
}
