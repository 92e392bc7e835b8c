import { t } from '../messages/i18n.js';
import type { Severity } from './readings.js';

/** Disc, triangle, square: the shapes that the drawn photos have. */
const SHAPES: Readonly<Record<Severity, string>> = {
  normal: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11z',
  caution: 'M8 2l6.500 11.500h-13z',
  danger: 'M3 3h10v10H3z',
};

interface GradeMarkProps {
  readonly severity: Severity;
  /** The margin leaves the grade open. */
  readonly isOpen?: boolean | undefined;
}

/** The shape of a grade, hollow where it is open; beside a text that says the same. */
export const GradeMark = ({ severity, isOpen }: GradeMarkProps) => (
  <svg class={`result-mark ${severity}${isOpen ? ' open' : ''}`} viewBox="0 0 16 16" aria-hidden="true">
    <path d={SHAPES[severity]} />
  </svg>
);

/** A grade by shape, word and colour. */
export const GradeBadge = ({ severity, isOpen }: GradeMarkProps) => (
  <span class={`result-badge ${severity}`}>
    <GradeMark severity={severity} isOpen={isOpen} /> {t(`grades.${severity}`)}
  </span>
);
