import { EN } from './en.js';
import { KO } from './ko.js';
import { withMessages, type Messages, type SomeMessages } from './messages.js';

/** By lower-case language tag. */
const languages = new Map<string, Messages>([
  ['en', EN],
  ['ko', KO],
]);

const listeners = new Set<() => void>();

/**
 * Adds a language, or changes the texts of one, for all elements of the page.
 *
 * @param language - A BCP 47 tag, for example `ja` or `pt-BR`.
 * @param messages - Its texts. Those that are left out stay as they were, and of a new language in English.
 * @throws TypeError for what is no language tag, as `pt_BR`.
 */
export function registerMessages(language: string, messages: SomeMessages): void {
  checkTag(language);
  const tag = language.toLowerCase();
  languages.set(tag, withMessages(languages.get(tag) ?? EN, messages));
  for (const listener of listeners) listener();
}

function checkTag(tag: string): void {
  try {
    Intl.getCanonicalLocales(tag);
  } catch {
    throw new TypeError(`the language must be a BCP 47 tag, for example 'pt-BR', not '${tag.slice(0, 40)}'`);
  }
}

/** @returns Stops listening. */
export function onMessagesRegistered(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A language with its texts. */
export interface Language {
  readonly tag: string;
  readonly messages: Messages;
}

/** The first of the wanted languages that there are texts of, also of its main language; else English. */
export function languageOf(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    // en-GB, else en; zh-Hant-TW, zh-Hant, zh.
    for (let part = tag.toLowerCase(); part !== ''; part = part.slice(0, Math.max(part.lastIndexOf('-'), 0))) {
      const messages = languages.get(part);
      if (messages) return { tag: part, messages };
    }
  }
  return { tag: 'en', messages: EN };
}

/** The nearest `lang` attribute of an element or of what it stands in, shadow trees included. */
function nearestLanguage(element: Element): string | undefined {
  for (let at: Element | null = element; at; ) {
    const holder: Element | null = at.closest('[lang]');
    if (holder) return holder.getAttribute('lang') ?? undefined;
    const root = at.getRootNode();
    at = root instanceof ShadowRoot ? root.host : null;
  }
  return undefined;
}

/** What language an element shall speak: the page's, else the browser's. */
export const wantedLanguages = (element: Element): readonly string[] => [nearestLanguage(element) ?? '', ...navigator.languages];
