import type { Gravity } from './guidance.js';

const DEGREES = 180 / Math.PI;

/** How much of each new reading is taken: they tremble. */
const SHARE = 0.2;

/** A device that lies flat has no level; metres per second². */
const LEAST_UPRIGHT = 4;

/** Turns a vector of the device into one of the screen as it is held. */
function onScreen(x: number, y: number, angle: number): readonly [number, number] {
  const turn = angle / DEGREES;
  return [x * Math.cos(turn) + y * Math.sin(turn), y * Math.cos(turn) - x * Math.sin(turn)];
}

/**
 * How the device is held, from its acceleration at rest.
 *
 * @param acceleration - Metres per second², the device's own axes; either sign, as browsers differ in it.
 * @param screenAngle - How the screen is turned against the device, degrees.
 * @returns `undefined` for a device that lies.
 */
export function gravityFrom([x, y, z]: readonly [number, number, number], screenAngle: number): Gravity | undefined {
  const [across, up] = onScreen(x, y, screenAngle);
  const sign = up < 0 ? -1 : 1;
  if (Math.hypot(across, up) < LEAST_UPRIGHT) return undefined;
  return { roll: Math.atan2(across * sign, up * sign) * DEGREES, pitch: Math.atan2(-z * sign, Math.hypot(across, up)) * DEGREES };
}

/**
 * Follows how the device is held. Never calls where there is no sensor, or the browser keeps it to itself.
 *
 * @returns Ends it.
 */
export function followGravity(onChange: (gravity: Gravity | undefined) => void): () => void {
  const ending = new AbortController();
  let mean: readonly [number, number, number] | undefined;
  addEventListener(
    'devicemotion',
    ({ accelerationIncludingGravity: force }) => {
      if (typeof force?.x !== 'number' || typeof force.y !== 'number' || typeof force.z !== 'number') return;
      const [x, y, z] = mean ?? [force.x, force.y, force.z];
      mean = [x + (force.x - x) * SHARE, y + (force.y - y) * SHARE, z + (force.z - z) * SHARE];
      onChange(gravityFrom(mean, screen.orientation.angle));
    },
    { signal: ending.signal },
  );
  return () => ending.abort();
}
