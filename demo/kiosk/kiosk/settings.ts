import { computed, signal } from '@preact/signals';
import * as v from 'valibot';
import { VIEWS } from '../session/views.js';

const VIEW = v.picklist(['front', 'side', 'back']);

/** What may be set, by the address, by a file beside the page, or on the device; each field is checked for itself. */
export const SETTING_SCHEMAS = {
  /** `kiosk`: a stand in a room, where one person follows another. `personal`: the device of a person or a practice. */
  mode: v.optional(v.picklist(['personal', 'kiosk']), 'personal'),
  /** Left out: as the browser is. */
  language: v.optional(v.picklist(['en', 'ko'])),
  theme: v.optional(v.picklist(['auto', 'light', 'dark']), 'auto'),
  /** Seconds without a touch after which a kiosk forgets the person. */
  idleSeconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(15), v.maxValue(3600)), 90),
  /** The photos that are asked for, in the order of {@link VIEWS}. */
  views: v.optional(
    v.pipe(
      v.array(VIEW),
      v.minLength(1),
      v.transform((given) => VIEWS.filter((view) => given.includes(view))),
    ),
    ['front', 'side', 'back'],
  ),
  /** What guides besides the screen. `voice` falls back to tones where there is no voice for the language. */
  guidance: v.optional(v.picklist(['voice', 'tones', 'silent']), 'voice'),
  /** `user`: beside the screen, shown as a mirror. `environment`: on the back of a tablet. */
  camera: v.optional(v.picklist(['user', 'environment']), 'user'),
  /** Seconds from the countdown's start to the photo. */
  countdown: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10)), 3),
  /** How often the network looks at each photo. */
  precision: v.optional(v.picklist(['fast', 'balanced', 'accurate']), 'balanced'),
  /** Left out: as the region prints. */
  paper: v.optional(v.picklist(['A4', 'Letter'])),
  /** Whether the device may be asked to remember visits. */
  history: v.optional(v.boolean(), true),
  /** Who gives the report; printed on it. */
  organization: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(80), v.regex(/^\P{Cc}*$/u))),
} as const;

const SETTINGS = v.object(SETTING_SCHEMAS);

/** The app's settings, complete. */
export type Settings = v.InferOutput<typeof SETTINGS>;

/** A setting. */
export type SettingName = keyof Settings;

/** Some settings, each of them valid. */
export type GivenSettings = Partial<Settings>;

/** What nobody has set. */
export const DEFAULT_SETTINGS: Settings = v.parse(SETTINGS, {});

/** Who sets: a later one goes before an earlier one. `visit` is what the person in front of a kiosk chose, and ends with the visit. */
export type SettingSource = 'file' | 'device' | 'address' | 'visit';

/** What each has set. */
export const given = signal<Readonly<Record<SettingSource, GivenSettings>>>({ file: {}, device: {}, address: {}, visit: {} });

/** The settings in force. */
export const settings = computed<Settings>(() => {
  const { file, device, address, visit } = given.value;
  return { ...DEFAULT_SETTINGS, ...file, ...device, ...address, ...visit };
});

/** A stand in a room. */
export const isKiosk = computed(() => settings.value.mode === 'kiosk');

/** Replaces what one source has set. */
export function setGiven(source: SettingSource, values: GivenSettings): void {
  given.value = { ...given.value, [source]: values };
}
