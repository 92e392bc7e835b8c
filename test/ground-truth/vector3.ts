/** A point or direction in space: x to the subject's left, y up, z forward. Metres where nothing else is said. */
export type Vector3 = readonly [x: number, y: number, z: number];

/** A linear map of space, row by row. */
export type Matrix3 = readonly [number, number, number, number, number, number, number, number, number];

/** Radians in a degree. */
export const RADIANS = Math.PI / 180;

export const IDENTITY: Matrix3 = [1, 0, 0, 0, 1, 0, 0, 0, 1];

export const add = (a: Vector3, b: Vector3): Vector3 => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const subtract = (a: Vector3, b: Vector3): Vector3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const scale = (a: Vector3, factor: number): Vector3 => [a[0] * factor, a[1] * factor, a[2] * factor];
export const dot = (a: Vector3, b: Vector3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const cross = (a: Vector3, b: Vector3): Vector3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
export const length = (a: Vector3): number => Math.hypot(a[0], a[1], a[2]);
export const distance = (a: Vector3, b: Vector3): number => length(subtract(a, b));

/** The direction of `a` with length 1; zero stays zero. */
export const unit = (a: Vector3): Vector3 => scale(a, 1 / (length(a) || 1));

/** The point `share` of the way from `a` (0) to `b` (1). */
export const along = (a: Vector3, b: Vector3, share: number): Vector3 => add(scale(a, 1 - share), scale(b, share));
export const midpoint = (a: Vector3, b: Vector3): Vector3 => along(a, b, 0.5);

export const apply = (m: Matrix3, v: Vector3): Vector3 => [
  m[0] * v[0] + m[1] * v[1] + m[2] * v[2],
  m[3] * v[0] + m[4] * v[1] + m[5] * v[2],
  m[6] * v[0] + m[7] * v[1] + m[8] * v[2],
];

/** First `b`, then `a`. */
export const multiply = (a: Matrix3, b: Matrix3): Matrix3 => [
  a[0] * b[0] + a[1] * b[3] + a[2] * b[6],
  a[0] * b[1] + a[1] * b[4] + a[2] * b[7],
  a[0] * b[2] + a[1] * b[5] + a[2] * b[8],
  a[3] * b[0] + a[4] * b[3] + a[5] * b[6],
  a[3] * b[1] + a[4] * b[4] + a[5] * b[7],
  a[3] * b[2] + a[4] * b[5] + a[5] * b[8],
  a[6] * b[0] + a[7] * b[3] + a[8] * b[6],
  a[6] * b[1] + a[7] * b[4] + a[8] * b[7],
  a[6] * b[2] + a[7] * b[5] + a[8] * b[8],
];

/** Rotation about x, radians: tips the up direction forward. */
export const rotationX = (angle: number): Matrix3 => {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return [1, 0, 0, 0, c, -s, 0, s, c];
};

/** Rotation about y, radians: turns forward to the subject's left. */
export const rotationY = (angle: number): Matrix3 => {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return [c, 0, s, 0, 1, 0, -s, 0, c];
};

/** Rotation about z, radians: lifts the subject's left. */
export const rotationZ = (angle: number): Matrix3 => {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return [c, -s, 0, s, c, 0, 0, 0, 1];
};

/** Rotation about any axis, radians. */
function rotationAbout(axis: Vector3, angle: number): Matrix3 {
  const [x, y, z] = unit(axis);
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const t = 1 - c;
  return [
    t * x * x + c, t * x * y - s * z, t * x * z + s * y,
    t * x * y + s * z, t * y * y + c, t * y * z - s * x,
    t * x * z - s * y, t * y * z + s * x, t * z * z + c,
  ];
}

/** The smallest rotation that takes the direction of `from` to that of `to`, or only `share` of it. */
export function rotationBetween(from: Vector3, to: Vector3, share = 1): Matrix3 {
  const [a, b] = [unit(from), unit(to)];
  const axis = cross(a, b);
  const angle = Math.atan2(length(axis), dot(a, b));
  return angle < 1e-9 ? IDENTITY : rotationAbout(axis, angle * share);
}

/** Makes everything `factor` times as long along `direction`, and leaves it as it is across. */
export function stretchAlong(direction: Vector3, factor: number): Matrix3 {
  const d = unit(direction);
  const k = factor - 1;
  return [
    1 + k * d[0] * d[0], k * d[0] * d[1], k * d[0] * d[2],
    k * d[1] * d[0], 1 + k * d[1] * d[1], k * d[1] * d[2],
    k * d[2] * d[0], k * d[2] * d[1], 1 + k * d[2] * d[2],
  ];
}

/** The `i`-th of the vectors that lie one after the other in `values`. */
export const vectorAt = (values: Float64Array, i: number): Vector3 => [values[3 * i]!, values[3 * i + 1]!, values[3 * i + 2]!];

/** Replaces the `i`-th vector. */
export function setVector(values: Float64Array, i: number, [x, y, z]: Vector3): void {
  values[3 * i] = x;
  values[3 * i + 1] = y;
  values[3 * i + 2] = z;
}
