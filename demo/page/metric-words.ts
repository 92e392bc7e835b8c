import { gradeMetric, METRIC_NAMES, type Grade, type MetricName } from 'analyze-locally';

/** How bad a grade is, without its direction; as the overlay on the photos shows it. */
export type Severity = 'normal' | 'caution' | 'danger';

/** A grade's severity. */
export const severityOf = (grade: Grade): Severity => (['normal', 'caution', 'danger'] as const)[Math.abs(grade) as 0 | 1 | 2];

/** The word for a severity. */
export const SEVERITY_WORDS: Readonly<Record<Severity, string>> = { normal: 'Normal', caution: 'Caution', danger: 'Danger' };

/** Says in plain words what a value means. `size` is the value without its sign, ready to be shown. */
type Meaning = (size: string, value: number, grade: Grade) => string;

/** Two sides of the body that should be equally high; positive when the subject's left is higher. */
const level =
  (part: string): Meaning =>
  (size, value, grade) =>
    grade === 0 ? `Level to within ${size}` : `${value > 0 ? 'Left' : 'Right'} ${part} higher by ${size}`;

/** The feet toward the subject's left are a lean to the right. */
const lean: Meaning = (size, value, grade) =>
  grade === 0 ? `Upright to within ${size}` : `Leans to the ${value > 0 ? 'right' : 'left'} by ${size}`;

const leg: Meaning = (size, value, grade) => {
  const thigh = `Thigh ${size} ${value > 0 ? 'outward' : 'inward'}`;
  return grade === 0 ? `In line: ${thigh.toLowerCase()}` : `${thigh}, as in ${value > 0 ? 'bow legs' : 'knock knees'}`;
};

/** A part of the body over another in profile; positive is forward. */
const above =
  (upper: string, lower: string): Meaning =>
  (size, value, grade) =>
    grade === 0
      ? `${upper} above the ${lower} to within ${size}`
      : `${upper} ${value > 0 ? 'forward of' : 'behind'} the ${lower} by ${size}`;

const roundShoulder: Meaning = (size, _, grade) =>
  grade === 0 ? `Shoulders open, ${size} forward` : `Shoulders ${grade === 2 ? 'clearly ' : ''}rounded forward by ${size}`;

const turtleNeck: Meaning = (size, _, grade) =>
  `${['Neck upright', 'Neck reaches forward', 'Neck reaches far forward'][grade] ?? ''}, ${size} from the vertical`;

interface MetricWords {
  readonly name: string;
  readonly meaning: Meaning;
}

const HEAD = { name: 'Head', meaning: level('ear') };
const SHOULDERS = { name: 'Shoulders', meaning: level('shoulder') };
const HIPS = { name: 'Hips', meaning: level('hip') };
const KNEES = { name: 'Knees', meaning: level('knee') };
const TILT = { name: 'Body tilt', meaning: lean };
const LEFT_LEG = { name: 'Left leg', meaning: leg };
const RIGHT_LEG = { name: 'Right leg', meaning: leg };

const WORDS: Readonly<Record<MetricName, MetricWords>> = {
  far_head_bal: HEAD,
  far_shoulder_bal: SHOULDERS,
  far_pelvic_bal: HIPS,
  far_knee_bal: KNEES,
  far_tilt: TILT,
  far_left_qang: LEFT_LEG,
  far_right_qang: RIGHT_LEG,
  sar_tilt: { name: 'Body tilt', meaning: above('Hips', 'ankles') },
  sar_head_tilt: { name: 'Head tilt', meaning: above('Head', 'hips') },
  round_shoulder: { name: 'Round shoulders', meaning: roundShoulder },
  turtle_neck: { name: 'Turtle neck', meaning: turtleNeck },
  bar_head_bal: HEAD,
  bar_shoulder_bal: SHOULDERS,
  bar_pelvic_bal: HIPS,
  bar_knee_bal: KNEES,
  bar_tilt: TILT,
  bar_left_qang: LEFT_LEG,
  bar_right_qang: RIGHT_LEG,
};

/** What the page calls the metrics. */
export const METRIC_TITLES = Object.fromEntries(
  METRIC_NAMES.map((name) => [name, WORDS[name].name]),
) as Readonly<Record<MetricName, string>>;

/** Degrees without sign: one decimal, or as many as it takes not to show a value on the other side of its bound. */
function sizeText(name: MetricName, value: number): string {
  const grade = gradeMetric(name, value);
  const decimals = [1, 2].find((count) => gradeMetric(name, Number(value.toFixed(count))) === grade) ?? 3;
  return `${Math.abs(value).toFixed(decimals)}°`;
}

/** A value as it stands in the table; signed where the metric has two directions. */
export function valueText(name: MetricName, value: number): string {
  const size = sizeText(name, value);
  const hasTwoSides = gradeMetric(name, -90) < 0;
  if (Number.parseFloat(size) === 0 || !hasTwoSides) return size;
  return `${value < 0 ? '−' : '+'}${size}`;
}

/** A margin as it stands beside its value: one decimal, degrees. It is never shown as nothing. */
export const marginText = (margin: number): string => `± ${Math.max(margin, 0.1).toFixed(1)}°`;

/** Says which grades a value may have whose margin leaves that open. The direction is left out, as in the badges. */
export function borderlineText([lowest, highest]: readonly [Grade, Grade]): string {
  const sizes = [Math.abs(lowest), Math.abs(highest)];
  const least = SEVERITY_WORDS[severityOf(lowest <= 0 && highest >= 0 ? 0 : (Math.min(...sizes) as Grade))].toLowerCase();
  const worst = SEVERITY_WORDS[severityOf(Math.max(...sizes) as Grade)].toLowerCase();
  const neighbours = !(least === 'normal' && worst === 'danger');
  return neighbours ? `Borderline: between ${least} and ${worst}` : `Borderline: anything from ${least} to ${worst}`;
}

/** What a value means, in a short sentence. */
export const meaningText = (name: MetricName, value: number): string =>
  WORDS[name].meaning(sizeText(name, value), value, gradeMetric(name, value));
