import { t } from '../messages/i18n.js';
import { Notice } from '../ui/notice.js';
import { isForgetful, settingProblems } from './load-settings.js';

/** What is wrong with settings that came from elsewhere, and what is allowed. */
export const Problems = () => (
  <>
    {settingProblems.value.length > 0 && (
      <Notice kind="caution" title={t('kiosk:problems.heading', { count: settingProblems.value.length })}>
        <ul class="settings-problems">
          {settingProblems.value.map(({ source, field, found }) => (
            <li key={`${source} ${field} ${found}`}>
              {t('kiosk:problems.line', { what: t(`kiosk:problems.fields.${field}`), source: t(`kiosk:problems.sources.${source}`) })}
              {found !== '' && <span class="small"> {t('kiosk:problems.found', { found })}</span>}
            </li>
          ))}
        </ul>
      </Notice>
    )}
    {isForgetful.value && (
      <Notice kind="caution" title={t('kiosk:settings.forgetful')}>
        <p>{t('kiosk:settings.forgetfulText')}</p>
      </Notice>
    )}
  </>
);
