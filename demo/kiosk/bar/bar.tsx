import { Icon } from '../ui/icon.js';
import { LANGUAGES, language, speak, t } from '../messages/i18n.js';
import icon from '../../icon.svg';

/** Above every screen: what this is, that it is private, and the language. */
export const Bar = () => (
  <header class="bar no-print">
    <p class="brand">
      <img src={icon} alt="" width="28" height="28" /> {t('title')}
    </p>
    <p class="privacy small muted">
      <Icon name="lock" /> <span>{t('privacy')}</span>
    </p>
    <nav class="languages" aria-label={t('actions.language')}>
      {LANGUAGES.map((name) => (
        <button
          key={name}
          type="button"
          class="button quiet"
          lang={name}
          aria-pressed={language.value === name}
          onClick={() => speak(name)}
        >
          {t(`languages.${name}`)}
        </button>
      ))}
    </nav>
  </header>
);
