import { computed, effect } from '@preact/signals';
import { speak, spokenAmong } from '../messages/i18n.js';
import { isKiosk, settings } from './settings.js';

const configuredLanguage = computed(() => settings.value.language ?? spokenAmong(navigator.languages));

/** Goes back to the language that is set, whatever a visitor chose. */
export const speakConfigured = (): void => speak(configuredLanguage.value);

/** Lets language, theme and size of what is touched follow the settings. */
export function applySettings(): void {
  const { dataset } = document.documentElement;
  effect(speakConfigured);
  effect(() => {
    const { theme } = settings.value;
    if (theme === 'auto') delete dataset['theme'];
    else dataset['theme'] = theme;
  });
  effect(() => {
    if (isKiosk.value) dataset['kiosk'] = '';
    else delete dataset['kiosk'];
  });
}
