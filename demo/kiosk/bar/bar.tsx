import icon from '../../icon.svg';
import { useSignal } from '@preact/signals';
import { resetKiosk } from '../kiosk/idle.js';
import { preferSettings } from '../kiosk/load-settings.js';
import { isKiosk, settings } from '../kiosk/settings.js';
import { LANGUAGES, language, t } from '../messages/i18n.js';
import { isVisitOpen } from '../session/session.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Icon, type IconName } from '../ui/icon.js';
import './bar.css';

const THEMES = ['auto', 'light', 'dark'] as const;
const THEME_ICONS = { auto: 'contrast', light: 'sun', dark: 'moon' } as const satisfies Record<(typeof THEMES)[number], IconName>;

/** Light, dark, or as the device is: each press goes on to the next. */
function ThemeButton() {
  const { theme } = settings.value;
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'auto';
  return (
    <Button
      kind="quiet"
      icon={THEME_ICONS[theme]}
      label={`${t('bar.theme')}: ${t(`bar.themes.${theme}`)}`}
      id="theme"
      onPress={() => preferSettings({ theme: next })}
    />
  );
}

const LanguageChoice = () => (
  <div class="bar-languages" role="group" aria-label={t('actions.language')}>
    {LANGUAGES.map((name) => (
      <button
        key={name}
        type="button"
        lang={name}
        aria-pressed={language.value === name}
        onClick={() => preferSettings({ language: name })}
      >
        <span class="bar-long">{t(`languages.${name}`)}</span>
        <span class="bar-short">{t(`bar.short.${name}`)}</span>
      </button>
    ))}
  </div>
);

/** Ends the visit for the next person. */
function FinishButton() {
  const isAsking = useSignal(false);
  const finish = (): void => {
    isAsking.value = false;
    void resetKiosk();
  };
  return (
    <>
      <Button icon="check" id="finish" onPress={() => (isAsking.value = true)}>
        {t('bar.finish')}
      </Button>
      {isAsking.value && (
        <Dialog title={t('bar.finishTitle')} onClose={() => (isAsking.value = false)}>
          <p>{t('bar.finishText')}</p>
          <div class="row">
            <Button kind="primary" onPress={finish}>
              {t('bar.finish')}
            </Button>
            <Button onPress={() => (isAsking.value = false)}>{t('bar.goOn')}</Button>
          </div>
        </Dialog>
      )}
    </>
  );
}

/** Above every screen: what this is, that it is private, language and theme. */
export const Bar = () => (
  <header class="bar no-print">
    <img src={icon} alt="" width="36" height="36" />
    <div class="bar-brand">
      <p class="bar-title">{t('title')}</p>
      <p class="bar-privacy small muted">
        <Icon name="lock" /> <span>{t('privacy')}</span>
      </p>
    </div>
    {isKiosk.value && isVisitOpen.value && <FinishButton />}
    <ThemeButton />
    <LanguageChoice />
  </header>
);
