import { personHeight, type OverlaySubject } from './subject.js';

/** Widths and sizes of what is drawn, pixels of the photo. */
export interface OverlaySizes {
  /** Width of a bone and of a measured line. */
  readonly line: number;
  /** Width of reference lines and leaders. */
  readonly thin: number;
  /** How far the dark edge stands out on either side of a line. */
  readonly halo: number;
  /** Radius of a joint's dot. */
  readonly joint: number;
  /** Half the height of a grade's mark at the end of a measured line. */
  readonly mark: number;
  /** Wished size of the labels' text. */
  readonly font: number;
}

/** The size, in pixels of the photo, that the widths below are written for. */
const BASE = 800;

/** The smallest text that is still legible where the photo is shown at its own size, pixels. */
export const SMALLEST_FONT = 8;

/**
 * Sizes that look alike on a small and on a large photo: they follow the photo's shorter side, and the person where
 * she is much smaller than it. A person who is lost in the photo still gets text that can be read when the whole photo
 * is on screen.
 */
export function overlaySizes(subject: OverlaySubject, scale: number): OverlaySizes {
  const picture = Math.min(subject.width, subject.height);
  const person = personHeight(subject.keypoints) * 1.2;
  const unit = (Math.min(picture, Math.max(person, picture * 0.6)) / BASE) * scale;
  return {
    line: Math.max(1, 3.2 * unit),
    thin: Math.max(0.75, 1.6 * unit),
    halo: Math.max(0.6, 1.5 * unit),
    joint: Math.max(1.4, 4.6 * unit),
    mark: Math.max(2.2, 7 * unit),
    font: Math.max(SMALLEST_FONT, 21.5 * unit),
  };
}
