import type { Point } from 'analyze-locally';

/** A width and a height, pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** How a photo lies in its frame: a point of the photo, times `scale`, plus `x` and `y`, is a point of the frame (CSS pixels). */
export interface Placement {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** How far one may zoom into a photo that fits the frame. */
export const MAX_ZOOM = 8;

/** The whole photo, in the middle of the frame. */
export function fitted(photo: Size, frame: Size): Placement {
  const scale = Math.min(frame.width / photo.width, frame.height / photo.height);
  return { scale, x: (frame.width - photo.width * scale) / 2, y: (frame.height - photo.height * scale) / 2 };
}

/** Along one axis: a photo that is smaller than its frame stands in the middle, a larger one leaves no gap. */
const held = (offset: number, photo: number, frame: number): number =>
  photo <= frame ? (frame - photo) / 2 : Math.min(0, Math.max(frame - photo, offset));

/** The nearest placement that is neither too large nor too small, and wastes no room. */
export function contained(placement: Placement, photo: Size, frame: Size): Placement {
  const least = fitted(photo, frame).scale;
  const scale = Math.min(Math.max(placement.scale, least), least * MAX_ZOOM);
  return { scale, x: held(placement.x, photo.width * scale, frame.width), y: held(placement.y, photo.height * scale, frame.height) };
}

/** Larger or smaller by a factor, with a point of the frame staying where it is. */
export function zoomed(placement: Placement, factor: number, [x, y]: Point, photo: Size, frame: Size): Placement {
  const least = fitted(photo, frame).scale;
  const scale = Math.min(Math.max(placement.scale * factor, least), least * MAX_ZOOM);
  const grown = scale / placement.scale;
  return contained({ scale, x: x - (x - placement.x) * grown, y: y - (y - placement.y) * grown }, photo, frame);
}

/** Where a point of the photo is in the frame. */
export const toFrame = ({ scale, x, y }: Placement, point: Point): Point => [point[0] * scale + x, point[1] * scale + y];

/** Where a point of the frame is in the photo. */
export const toPhoto = ({ scale, x, y }: Placement, point: Point): Point => [(point[0] - x) / scale, (point[1] - y) / scale];
