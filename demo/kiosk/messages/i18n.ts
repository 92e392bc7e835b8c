import { signal } from '@preact/signals';
import { createInstance } from 'i18next';
import { EN } from './en/en.js';
import type { TextKey } from './shape.js';
import { KO } from './ko/ko.js';

/** A language of the app. */
export type Language = 'en' | 'ko';

export const LANGUAGES: readonly Language[] = ['en', 'ko'];

const i18next = createInstance();
void i18next.init({
  lng: 'en',
  fallbackLng: 'en',
  defaultNS: 'app',
  resources: { en: EN, ko: KO },
  // Preact escapes what it shows.
  interpolation: { escapeValue: false },
  initAsync: false,
});

/** The language that is shown. */
export const language = signal<Language>('en');

/**
 * A text in the language shown: `t('capture:stepBack')`, of the area `app` without a prefix. Read while rendering, it
 * follows the language.
 *
 * @param values - What stands for `{{name}}` in the text; `count` chooses its plural.
 */
export function t(key: TextKey, values?: Readonly<Record<string, string | number>>): string {
  void language.value;
  return i18next.t(key, values ?? {});
}

/** Puts the app into a language. */
export function speak(next: Language): void {
  void i18next.changeLanguage(next);
  language.value = next;
  document.documentElement.lang = next;
  document.documentElement.dir = i18next.dir(next);
  document.title = t('title');
}

/** The first of some language tags that the app speaks. */
export const spokenAmong = (tags: readonly string[]): Language =>
  tags.map((tag) => tag.toLowerCase().split('-')[0]).find((tag): tag is Language => LANGUAGES.includes(tag as Language)) ?? 'en';

/** `1.5`, `1,5`, … with so many decimals. */
export const formatNumber = (value: number, decimals = 1): string =>
  new Intl.NumberFormat(language.value, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(value);

/** A day as the language writes it. */
export const formatDate = (time: number, style: Intl.DateTimeFormatOptions = { dateStyle: 'medium' }): string =>
  new Intl.DateTimeFormat(language.value, style).format(time);
