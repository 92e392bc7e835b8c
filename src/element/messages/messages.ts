import type { AnalyzeLocallyErrorCode, MetricName, PhotoFailure, View } from '../../index.js';

/** What is measured, whichever photo it is measured in. */
export type Measure =
  | 'head'
  | 'shoulders'
  | 'hips'
  | 'knees'
  | 'tilt'
  | 'leftLeg'
  | 'rightLeg'
  | 'sideTilt'
  | 'headTilt'
  | 'roundShoulders'
  | 'turtleNeck';

/** What each metric measures. */
export const MEASURES: Readonly<Record<MetricName, Measure>> = {
  far_head_bal: 'head',
  far_shoulder_bal: 'shoulders',
  far_pelvic_bal: 'hips',
  far_knee_bal: 'knees',
  far_tilt: 'tilt',
  far_left_qang: 'leftLeg',
  far_right_qang: 'rightLeg',
  sar_tilt: 'sideTilt',
  sar_head_tilt: 'headTilt',
  round_shoulder: 'roundShoulders',
  turtle_neck: 'turtleNeck',
  bar_head_bal: 'head',
  bar_shoulder_bal: 'shoulders',
  bar_pelvic_bal: 'hips',
  bar_knee_bal: 'knees',
  bar_tilt: 'tilt',
  bar_left_qang: 'leftLeg',
  bar_right_qang: 'rightLeg',
};

/** The texts of one photo. */
export interface ViewMessages {
  /** `Front` */
  readonly name: string;
  /** `Front photo` */
  readonly photo: string;
  /** How to stand, in few words. */
  readonly hint: string;
  /** How to stand, after a photo that shows something else. */
  readonly pose: string;
  /** What a photo seems to show that was put in another place. */
  readonly seen: string;
}

/** The texts of one measure. `{size}` is the angle without its sign. */
export interface MeasureMessages {
  /** In the table and on the drawn photos. */
  readonly name: string;
  /** What a normal value means. */
  readonly normal: string;
  /** The same for a negative one, where that is said otherwise. */
  readonly normalNegative?: string;
  /** What a value means that is too large. */
  readonly positive: string;
  /** What a negative value means that is too large. */
  readonly negative?: string;
  /** The grade danger, where it is said otherwise than caution. */
  readonly danger?: string;
}

/** All texts of the element in one language. Words in braces are filled in; none of them must be used. */
export interface Messages {
  readonly views: Readonly<Record<View, ViewMessages>>;
  readonly measures: Readonly<Record<Measure, MeasureMessages>>;
  /** What marks the person's left and right on the drawn photos; one or two characters. */
  readonly sides: Readonly<Record<'left' | 'right', string>>;
  readonly grades: Readonly<Record<'normal' | 'caution' | 'danger', string>>;
  readonly photos: {
    readonly title: string;
    /** Where one, two or three photos will do. */
    readonly any: string;
    /** Where all photos shown are wanted. */
    readonly all: string;
    /** For those who can drop. */
    readonly several: string;
    readonly drop: string;
    readonly choose: string;
    readonly take: string;
    readonly replace: string;
    readonly remove: string;
    readonly fine: string;
  };
  readonly actions: {
    readonly analyze: string;
    readonly cancel: string;
    readonly close: string;
    readonly previous: string;
    readonly next: string;
    readonly enlarge: string;
  };
  readonly progress: {
    readonly start: string;
    readonly engine: string;
    /** `{loaded}` and `{total}` in megabytes. */
    readonly loading: string;
    /** Spoken; `{percent}`. */
    readonly loadingSpoken: string;
    readonly decoding: string;
    readonly detecting: string;
    readonly drawing: string;
  };
  readonly result: {
    readonly title: string;
    /** `{seconds}`, `{model}` */
    readonly how: string;
    readonly sides: string;
    readonly margins: string;
    /** `{count}` */
    readonly count: string;
    /** `{count}` */
    readonly borderline: string;
    /** `{least}`, `{worst}`: two grades beside one another. */
    readonly between: string;
    /** `{least}`, `{worst}`: any grade. */
    readonly anything: string;
    /** Names a drawn photo: `{photo}`. */
    readonly drawn: string;
    /** Heads a table: `{view}`. */
    readonly table: string;
    readonly measure: string;
    readonly degrees: string;
    readonly grade: string;
    readonly severalPeople: string;
  };
  readonly notices: {
    readonly noPhoto: string;
    readonly noPhotoText: string;
    readonly cancelled: string;
    readonly cancelledText: string;
    /** `{status}` */
    readonly refused: string;
    readonly failed: string;
    /** What a form says that wants a result. */
    readonly required: string;
  };
  readonly failures: Readonly<Record<Exclude<PhotoFailure, 'wrong-view'>, string>> & {
    /** Before the pose of the photo that is wanted. */
    readonly 'wrong-view': string;
  };
  readonly errors: Readonly<Record<AnalyzeLocallyErrorCode, string>>;
  readonly camera: {
    readonly start: string;
    readonly take: string;
    readonly stop: string;
    readonly switch: string;
    /** `{seconds}` */
    readonly ready: string;
    readonly denied: string;
    readonly none: string;
    readonly busy: string;
    /** It was there, and is gone. */
    readonly ended: string;
    readonly failed: string;
  };
}

/** Some of the texts. */
export type SomeMessages<Texts = Messages> = {
  readonly [Key in keyof Texts]?: (Texts[Key] extends string | undefined ? Texts[Key] : SomeMessages<Texts[Key]>) | undefined;
};

type Group = Readonly<Record<string, unknown>>;

const isGroup = (value: unknown): value is Group => typeof value === 'object' && value !== null;

function merged(texts: Group, changes: Group): Group {
  const own = Object.entries(changes).filter(([, change]) => change !== undefined);
  const over = own.map(([key, change]) => {
    const text = texts[key];
    return [key, isGroup(text) && isGroup(change) ? merged(text, change) : change] as const;
  });
  return { ...texts, ...Object.fromEntries(over) };
}

/** Texts over those of a language. */
export const withMessages = (texts: Messages, changes: SomeMessages | undefined): Messages =>
  merged(texts as unknown as Group, changes ?? {}) as unknown as Messages;
