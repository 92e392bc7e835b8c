/** Arithmetic mean; NaN for no values. */
export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The value below which `share` (0 to 1) of all lie, between neighbours by linear interpolation. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const low = sorted[Math.floor(place)] ?? Number.NaN;
  const high = sorted[Math.ceil(place)] ?? Number.NaN;
  return low + (high - low) * (place - Math.floor(place));
}

/** Slope of the least-squares line of `measured` on `truth`: 1 reports a difference in full, 0 not at all. */
export function slope(truth: readonly number[], measured: readonly number[]): number {
  const [meanTruth, meanMeasured] = [mean(truth), mean(measured)];
  const together = mean(truth.map((value, i) => (value - meanTruth) * ((measured[i] ?? 0) - meanMeasured)));
  return together / mean(truth.map((value) => (value - meanTruth) ** 2));
}

/**
 * Cohen's kappa with linear weights (Cohen 1968): 1 is full agreement, 0 what chance would give.
 *
 * @param pairs - Grades of the same thing by two raters.
 */
export function linearKappa(pairs: readonly (readonly [number, number])[]): number {
  const penalty = (a: number, b: number): number => Math.abs(a - b);
  const seen = mean(pairs.map(([a, b]) => penalty(a, b)));
  const chance = mean(pairs.flatMap(([a]) => pairs.map(([, b]) => penalty(a, b))));
  // Where both raters give one and the same grade throughout there is nothing to agree by chance on.
  return chance === 0 ? 1 : 1 - seen / chance;
}
