// SPDX-License-Identifier: EUPL-1.2
// Languages of the interface: one JSON file per feature and language, loaded with the feature.
import i18next, { type BackendModule } from 'i18next';
import { initReactI18next } from 'react-i18next';

export const LANGUAGES = ['ru', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

type Texts = Record<string, unknown>;
const files = import.meta.glob<Texts>('./*/*.json', { import: 'default' });

const backend: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read: (language, namespace, done) => {
    const load = files[`./${language}/${namespace}.json`];
    if (!load) return done(new Error(`no texts for ${namespace} in ${language}`), null);
    load().then(
      (texts) => done(null, texts),
      // `true`: to be asked for again, some times with growing pauses.
      (reason: unknown) => done(reason as Error, true),
    );
  },
};

/** The first language of the browser that we have; officials of most of our agencies read Russian. */
export function browserLanguage(preferred: readonly string[] = navigator.languages): Language {
  const wanted = preferred.map((tag) => tag.slice(0, 2).toLowerCase());
  return wanted.find((tag): tag is Language => (LANGUAGES as readonly string[]).includes(tag)) ?? 'en';
}

/** Texts of the page that opens first come together with those of the frame. */
export async function startI18n(language: Language, page: string): Promise<void> {
  const first = page === 'login' ? 'auth' : page;
  const known = `./${language}/${first}.json` in files;
  document.documentElement.lang = language;
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: language,
      fallbackLng: 'en',
      supportedLngs: LANGUAGES,
      load: 'languageOnly',
      ns: known ? ['ui', 'app', first] : ['ui', 'app'],
      defaultNS: 'app',
      returnNull: false,
      interpolation: { escapeValue: false },
      partialBundledLanguages: true,
    });
}

export async function changeLanguage(language: Language): Promise<void> {
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}
