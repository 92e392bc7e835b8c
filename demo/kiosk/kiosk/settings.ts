import { signal } from '@preact/signals';
import * as v from 'valibot';

const VIEW = v.picklist(['front', 'side', 'back']);

/** What may be set, by the address, by a file beside the page, or on the device. */
const SETTINGS = v.object({
  /** `kiosk`: a stand in a room, where one person follows another. `personal`: the device of a person or a practice. */
  mode: v.optional(v.picklist(['personal', 'kiosk']), 'personal'),
  /** Left out: as the browser is. */
  language: v.optional(v.picklist(['en', 'ko'])),
  theme: v.optional(v.picklist(['auto', 'light', 'dark']), 'auto'),
  /** Seconds without a touch after which a kiosk forgets the person. */
  idleSeconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(15), v.maxValue(3600)), 90),
  /** 4 to 8 digits, asked for before a kiosk's settings or the way out. */
  pin: v.optional(v.pipe(v.string(), v.regex(/^\d{4,8}$/))),
  /** The photos that are asked for. */
  views: v.optional(v.pipe(v.array(VIEW), v.minLength(1)), ['front', 'side', 'back']),
  /** What guides besides the screen. `voice` falls back to tones where there is no voice for the language. */
  guidance: v.optional(v.picklist(['voice', 'tones', 'silent']), 'voice'),
  /** `user`: beside the screen, shown as a mirror. `environment`: on the back of a tablet. */
  camera: v.optional(v.picklist(['user', 'environment']), 'user'),
  /** Seconds from the countdown's start to the photo. */
  countdown: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10)), 3),
  /** How often the network looks at each photo. */
  precision: v.optional(v.picklist(['fast', 'balanced', 'accurate']), 'balanced'),
  paper: v.optional(v.picklist(['A4', 'Letter'])),
  /** Whether the device may be asked to remember visits. */
  history: v.optional(v.boolean(), true),
  /** Who gives the report; printed on it. */
  organization: v.optional(v.pipe(v.string(), v.maxLength(80))),
});

/** The app's settings, complete. */
export type Settings = v.InferOutput<typeof SETTINGS>;

/** What nobody has set. */
export const DEFAULT_SETTINGS: Settings = v.parse(SETTINGS, {});

/** The settings in force. */
export const settings = signal<Settings>(DEFAULT_SETTINGS);
