import type { ComponentChildren } from 'preact';
import './settings.css';
import { LANGUAGES, t } from '../messages/i18n.js';
import { go } from '../session/navigation.js';
import { VIEWS } from '../session/views.js';
import { Button } from '../ui/button.js';
import { AboutSection } from './about-section.js';
import { DeviceSection } from './device-section.js';
import { Choice, OrganizationField, Switch, ViewsField, WholeNumber } from './fields.js';
import { FileSection } from './file-section.js';
import { changeSettings } from './load-settings.js';
import { isLocked } from './locked.js';
import { leaveKiosk } from './pin-request.js';
import { PinSetting } from './pin-setting.js';
import { Problems } from './problems.js';
import { isKiosk, settings } from './settings.js';

interface SectionProps {
  readonly title: string;
  readonly children: ComponentChildren;
}

const Section = ({ title, children }: SectionProps) => (
  <section class="card stack">
    <h2>{title}</h2>
    {children}
  </section>
);

const Look = () => (
  <Section title={t('kiosk:settings.look')}>
    <Choice name="language" none={t('kiosk:fields.language.auto')} options={LANGUAGES.map((name) => [name, t(`languages.${name}`)] as const)} />
    <Choice name="theme" options={(['auto', 'light', 'dark'] as const).map((name) => [name, t(`kiosk:fields.theme.${name}`)])} />
  </Section>
);

const Check = () => (
  <Section title={t('kiosk:settings.check')}>
    <ViewsField views={VIEWS} />
    <Choice name="precision" options={(['fast', 'balanced', 'accurate'] as const).map((name) => [name, t(`kiosk:fields.precision.${name}`)])} />
    <Choice name="camera" options={(['user', 'environment'] as const).map((name) => [name, t(`kiosk:fields.camera.${name}`)])} />
    <Choice name="guidance" options={(['voice', 'tones', 'silent'] as const).map((name) => [name, t(`kiosk:fields.guidance.${name}`)])} />
    <WholeNumber name="countdown" min={1} max={10} />
  </Section>
);

const Report = () => (
  <Section title={t('kiosk:settings.report')}>
    <OrganizationField />
    <Choice name="paper" none={t('kiosk:fields.paper.auto')} options={(['A4', 'Letter'] as const).map((name) => [name, t(`kiosk:fields.paper.${name}`)])} />
    <Switch name="history" isOn={settings.value.history} onSwitch={(history) => changeSettings({ history })} />
  </Section>
);

const Kiosk = () => (
  <Section title={t('kiosk:settings.kiosk')}>
    <Switch name="mode" isOn={isKiosk.value} onSwitch={(isOn) => changeSettings({ mode: isOn ? 'kiosk' : 'personal' })} />
    <WholeNumber name="idleSeconds" min={15} max={3600} />
    <PinSetting />
    <p class="small muted">{t('kiosk:pinSetting.outside')}</p>
    {isKiosk.value && (
      <div class="row">
        {isLocked.value ? (
          <Button icon="lock" onPress={() => void leaveKiosk()}>
            {t('kiosk:pinSetting.leave')}
          </Button>
        ) : (
          <p role="status">{t('kiosk:pinSetting.left')}</p>
        )}
      </div>
    )}
  </Section>
);

/** Everything that can be set. */
export const SettingsScreen = () => (
  <main class="screen settings stack">
    <div class="row">
      <Button icon="back" onPress={() => go('start')}>
        {t('actions.back')}
      </Button>
      <h1>{t('kiosk:settings.heading')}</h1>
    </div>
    <Problems />
    <div class="settings-sections">
      <Look />
      <Check />
      <Report />
      <Kiosk />
      <Section title={t('kiosk:settings.device')}>
        <DeviceSection />
      </Section>
      <Section title={t('kiosk:settings.file')}>
        <FileSection />
      </Section>
      <Section title={t('kiosk:settings.about')}>
        <AboutSection />
      </Section>
    </div>
  </main>
);
