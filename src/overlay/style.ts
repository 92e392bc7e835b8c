import type { Grade, MetricName } from '../grades/grades.js';
import { METRIC_SHORT_NAMES, SIDE_MARKS } from './names.js';

/** How bad a grade is, without its direction. */
export type Severity = 'normal' | 'caution' | 'danger';

/** The colours of the overlay; any CSS colour. */
export interface OverlayColors {
  /** Grade 0. */
  readonly normal: string;
  /** Grades -1 and 1. */
  readonly caution: string;
  /** Grades -2 and 2. */
  readonly danger: string;
  /** Bones of the subject's left arm and leg. */
  readonly left: string;
  /** Bones of the subject's right arm and leg. */
  readonly right: string;
  /** Bones of head and trunk. */
  readonly trunk: string;
  /** Plumb line and true levels, and the leaders of the labels. */
  readonly reference: string;
  /** The edge around light lines that keeps them readable on a light photo. */
  readonly halo: string;
  /** The ground of a label. */
  readonly plate: string;
  /** The text of a label. */
  readonly text: string;
}

/** How the overlay is drawn. Plain data: it can be posted to a worker. */
export interface OverlayStyle {
  /** Factor on line widths and text, 0.25 to 4. At 1 they follow the size of the person and the photo. */
  readonly scale: number;
  /** Whether the bones and joints are drawn. */
  readonly skeleton: boolean;
  /** Whether the metrics' measured lines are drawn, each with the true level or vertical it is measured against. */
  readonly levelLines: boolean;
  /** Whether the plumb line and the body axis are drawn. */
  readonly plumbLine: boolean;
  /** Whether each metric gets a label with its name and value, and the two sides their marks. */
  readonly labels: boolean;
  /**
   * Whether labels show the margins of the values, where there is room, and the marks of grades that a margin leaves
   * open are hollow.
   */
  readonly margins: boolean;
  readonly colors: OverlayColors;
  /** What the labels call the metrics. Replace it to translate them. */
  readonly names: Readonly<Record<MetricName, string>>;
  /** What marks the subject's left and right; one or two characters. */
  readonly sides: Readonly<Record<'left' | 'right', string>>;
}

/** What may be set of an {@link OverlayStyle}; the rest stays as in {@link DEFAULT_OVERLAY_STYLE}. Texts have at most 200 characters. */
export interface OverlayOptions {
  readonly scale?: number | undefined;
  readonly skeleton?: boolean | undefined;
  readonly levelLines?: boolean | undefined;
  readonly plumbLine?: boolean | undefined;
  readonly labels?: boolean | undefined;
  readonly margins?: boolean | undefined;
  readonly colors?: Partial<OverlayColors> | undefined;
  readonly names?: Partial<Record<MetricName, string>> | undefined;
  readonly sides?: Partial<Record<'left' | 'right', string>> | undefined;
}

/**
 * The default look. The grades take three hues of the Okabe-Ito palette (bluish green, orange, vermillion), a little
 * lighter for dark grounds; they stay apart under the common kinds of colour blindness, and each also has its own
 * shape. The sides take a blue and a lighter violet, which no grade has.
 */
export const DEFAULT_OVERLAY_STYLE: Readonly<OverlayStyle> = Object.freeze({
  scale: 1,
  skeleton: true,
  levelLines: true,
  plumbLine: true,
  labels: true,
  margins: true,
  colors: Object.freeze({
    normal: '#1cc29a',
    caution: '#f5b027',
    danger: '#f4602c',
    left: '#4db0f7',
    right: '#e0b6f7',
    trunk: '#f4f7fa',
    reference: '#ffffff',
    halo: 'rgba(8, 12, 18, 0.62)',
    plate: 'rgba(14, 19, 26, 0.86)',
    text: '#ffffff',
  }),
  names: METRIC_SHORT_NAMES,
  sides: SIDE_MARKS,
});

/** The severity of a grade. */
export const severityOf = (grade: Grade): Severity =>
  grade === 0 ? 'normal' : grade === 1 || grade === -1 ? 'caution' : 'danger';

/** Lines that carry a worse grade are wider, by these factors. */
export const SEVERITY_WEIGHT: Readonly<Record<Severity, number>> = Object.freeze({
  normal: 1,
  caution: 1.15,
  danger: 1.4,
});
