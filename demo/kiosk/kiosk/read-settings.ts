import * as v from 'valibot';
import { SETTING_SCHEMAS, type GivenSettings, type SettingName, type SettingSource } from './settings.js';

/** What was not taken over, for the person who set it. */
export interface SettingProblem {
  readonly source: SettingSource;
  /** `file`: the file as a whole. `unknown`: no setting has this name. */
  readonly field: SettingName | 'pin' | 'pinKept' | 'pinInsecure' | 'file' | 'unknown';
  /** What stood there, shortened; never a PIN. */
  readonly found: string;
}

/** What somebody has set, sorted out. */
export interface ReadSettings {
  readonly values: GivenSettings;
  /** 4 to 8 digits. */
  readonly pin?: string | undefined;
  readonly problems: readonly SettingProblem[];
}

const PIN = v.pipe(v.string(), v.regex(/^\d{4,8}$/));

/** Whether it can be a PIN. */
export const isPin = (text: unknown): text is string => v.is(PIN, text);

const isSetting = (name: string): name is SettingName => Object.hasOwn(SETTING_SCHEMAS, name);

const LONGEST_SHOWN = 40;

/** What does something to the text around it, marks of direction for instance. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Of lists and objects only that they are: their own text could be of any depth. */
function shown(value: unknown): string {
  const text = typeof value !== 'object' || value === null ? String(value) : Array.isArray(value) ? '[…]' : '{…}';
  const start = text.slice(0, LONGEST_SHOWN).replaceAll(INVISIBLE, '�');
  return text.length > LONGEST_SHOWN ? `${start}…` : start;
}

/** Takes over what is valid, field by field. */
export function readSettings(found: unknown, source: SettingSource): ReadSettings {
  if (typeof found !== 'object' || found === null || Array.isArray(found)) {
    return { values: {}, problems: [{ source, field: 'file', found: '' }] };
  }
  const values: Record<string, unknown> = {};
  const problems: SettingProblem[] = [];
  let pin: string | undefined;
  for (const [name, value] of Object.entries(found)) {
    if (name === 'pin') {
      if (isPin(value)) pin = value;
      else problems.push({ source, field: 'pin', found: '' });
      continue;
    }
    const result = isSetting(name) ? v.safeParse(SETTING_SCHEMAS[name], value) : undefined;
    if (result?.success && result.output !== undefined) values[name] = result.output;
    else if (!result?.success) problems.push({ source, field: isSetting(name) ? name : 'unknown', found: shown(isSetting(name) ? value : name) });
  }
  return { values, pin, problems };
}

/**
 * As `readSettings` reads a file's text.
 *
 * @param text - JSON: an object of settings.
 */
export function readSettingsFile(text: string, source: SettingSource): ReadSettings {
  try {
    return readSettings(JSON.parse(text), source);
  } catch {
    return { values: {}, problems: [{ source, field: 'file', found: '' }] };
  }
}

const asText = (text: string): unknown => text;
const asNumber = (text: string): unknown => (/^\d+$/.test(text) ? Number(text) : text);
const asSwitch = (text: string): unknown => (/^(on|true|1)$/.test(text) ? true : /^(off|false|0)$/.test(text) ? false : text);

/** Parameters of the address, by their names; others are somebody else's. */
const PARAMETERS: Readonly<Record<string, readonly [SettingName | 'pin', (text: string) => unknown]>> = {
  mode: ['mode', asText],
  lang: ['language', asText],
  theme: ['theme', asText],
  idle: ['idleSeconds', asNumber],
  views: ['views', (text) => text.split(',')],
  guidance: ['guidance', asText],
  camera: ['camera', asText],
  countdown: ['countdown', asNumber],
  precision: ['precision', asText],
  paper: ['paper', asText],
  history: ['history', asSwitch],
  organization: ['organization', asText],
  pin: ['pin', asText],
};

/** As `readSettings` reads the address: `?mode=kiosk&idle=120&views=front,side`. */
export function readAddress(parameters: URLSearchParams): ReadSettings {
  const found: Record<string, unknown> = {};
  for (const [name, text] of parameters) {
    const parameter = Object.hasOwn(PARAMETERS, name) ? PARAMETERS[name] : undefined;
    if (parameter) found[parameter[0]] = parameter[1](text);
  }
  return readSettings(found, 'address');
}
