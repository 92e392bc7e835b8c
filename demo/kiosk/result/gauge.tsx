import { bandsOf } from './bounds.js';
import type { Reading } from './readings.js';

const WIDTH = 120;
const GAP = 1.5;
const MARKER = 3;

/** A scale of the grades with the value marked on it, and its margin as a band. It repeats for the eye what is written beside it. */
export function Gauge({ reading: { name, value, margin } }: { readonly reading: Reading }) {
  const bands = bandsOf(name);
  const start = bands[0]?.from ?? 0;
  const end = bands.at(-1)?.to ?? 1;
  const at = (degrees: number): number => ((Math.min(Math.max(degrees, start), end) - start) / (end - start)) * WIDTH;
  const marker = Math.min(Math.max(at(value) - MARKER / 2, 0), WIDTH - MARKER);
  return (
    <svg class="result-gauge" viewBox={`0 0 ${WIDTH} 12`} aria-hidden="true">
      {bands.map(({ severity, from, to }) => (
        <rect key={from} class={severity} x={at(from) + GAP / 2} y="4" width={at(to) - at(from) - GAP} height="4" rx="1.5" />
      ))}
      {margin !== undefined && (
        <rect class="interval" x={at(value - margin)} y="1.5" width={at(value + margin) - at(value - margin)} height="9" rx="2" />
      )}
      <rect class="marker" x={marker} y="0.5" width={MARKER} height="11" rx="1.5" />
    </svg>
  );
}
