import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { t } from '../messages/i18n.js';
import { changeSettings } from './load-settings.js';
import { given, settings, type SettingName, type Settings } from './settings.js';

/** What is said under a setting: what it does, and where it comes from if not from here. */
const Hint = ({ id, name }: { readonly id: string; readonly name: SettingName }) => (
  <p id={id} class="small muted">
    {t(`kiosk:fields.${name}.hint`)}
    {given.value.address[name] !== undefined && <em class="settings-by">{t('kiosk:settings.byAddress')}</em>}
  </p>
);

interface FieldProps<Name extends SettingName> {
  readonly name: Name;
}

interface ChoiceProps<Name extends SettingName> extends FieldProps<Name> {
  /** Values with their texts, in order. */
  readonly options: readonly (readonly [Settings[Name] & string, string])[];
  /** The text for what nobody has set. */
  readonly none?: string;
}

/** One of a few. */
export function Choice<Name extends SettingName>({ name, options, none }: ChoiceProps<Name>) {
  const id = useId();
  const current = settings.value[name];
  return (
    <div class="field">
      <label for={id}>{t(`kiosk:fields.${name}.label`)}</label>
      <select
        id={id}
        aria-describedby={`${id}-hint`}
        onChange={({ currentTarget: { value } }) => changeSettings({ [name]: value === '' ? undefined : value })}
      >
        {none !== undefined && (
          <option value="" selected={current === undefined}>
            {none}
          </option>
        )}
        {options.map(([value, text]) => (
          <option key={value} value={value} selected={value === current}>
            {text}
          </option>
        ))}
      </select>
      <Hint id={`${id}-hint`} name={name} />
    </div>
  );
}

interface WholeNumberProps extends FieldProps<'idleSeconds' | 'countdown'> {
  readonly min: number;
  readonly max: number;
}

/** A whole number; what is out of its range is not taken over, and marked. */
export function WholeNumber({ name, min, max }: WholeNumberProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{t(`kiosk:fields.${name}.label`)}</label>
      <input
        id={id}
        type="number"
        inputMode="numeric"
        required
        min={min}
        max={max}
        step={1}
        value={settings.value[name]}
        aria-describedby={`${id}-hint`}
        onChange={({ currentTarget }) => {
          if (currentTarget.reportValidity()) changeSettings({ [name]: currentTarget.valueAsNumber });
        }}
      />
      <Hint id={`${id}-hint`} name={name} />
    </div>
  );
}

interface SwitchProps extends FieldProps<SettingName> {
  readonly isOn: boolean;
  readonly onSwitch: (isOn: boolean) => void;
}

/** On or off. */
export function Switch({ name, isOn, onSwitch }: SwitchProps) {
  const id = useId();
  return (
    <div class="field">
      <Check id={id} isOn={isOn} onSwitch={onSwitch}>
        {t(`kiosk:fields.${name}.label`)}
      </Check>
      <Hint id={`${id}-hint`} name={name} />
    </div>
  );
}

interface CheckProps {
  readonly isOn: boolean;
  readonly onSwitch: (isOn: boolean) => void;
  readonly children: ComponentChildren;
  readonly id?: string;
}

const Check = ({ id, isOn, onSwitch, children }: CheckProps) => (
  <label class="settings-check">
    <input
      type="checkbox"
      checked={isOn}
      aria-describedby={id && `${id}-hint`}
      onChange={({ currentTarget }) => {
        onSwitch(currentTarget.checked);
        // The setting has the last word: the last photo can't be taken away.
        currentTarget.checked = isOn;
      }}
    />
    {children}
  </label>
);

/** Which photos are taken: never none. */
export const ViewsField = ({ views }: { readonly views: readonly Settings['views'][number][] }) => (
  <fieldset class="field">
    <legend>{t('kiosk:fields.views.label')}</legend>
    <div class="row">
      {views.map((view) => (
        <Check
          key={view}
          isOn={settings.value.views.includes(view)}
          onSwitch={(isOn) => {
            const next = views.filter((other) => (other === view ? isOn : settings.value.views.includes(other)));
            if (next.length > 0) changeSettings({ views: next });
          }}
        >
          {t(`views.${view}`)}
        </Check>
      ))}
    </div>
    <Hint id="settings-views" name="views" />
  </fieldset>
);

/** Who gives the report. */
export function OrganizationField() {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{t('kiosk:fields.organization.label')}</label>
      <input
        id={id}
        type="text"
        maxLength={80}
        value={settings.value.organization ?? ''}
        aria-describedby={`${id}-hint`}
        onChange={({ currentTarget: { value } }) => changeSettings({ organization: value.trim() === '' ? undefined : value.trim() })}
      />
      <Hint id={`${id}-hint`} name="organization" />
    </div>
  );
}
