import type { Severity } from '../result/readings.js';

const SHAPES: Readonly<Record<Severity, string>> = {
  normal: 'M6 1.4a4.6 4.6 0 1 0 0 9.2a4.6 4.6 0 0 0 0-9.2z',
  caution: 'M6 .8l5.6 10H.4z',
  danger: 'M1.6 1.6h8.8v8.8H1.6z',
};

/** The shape of a grade, as on the drawn photos; hollow where it is open. Printers print it in colour, in grey or in black. */
export const GradeMark = ({ severity, isOpen }: { readonly severity: Severity; readonly isOpen: boolean }) => (
  <svg class={`report-mark ${severity}${isOpen ? ' open' : ''}`} viewBox="0 0 12 12" aria-hidden="true">
    <path d={SHAPES[severity]} />
  </svg>
);
