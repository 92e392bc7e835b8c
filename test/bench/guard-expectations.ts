import type { View } from 'analyze-locally';

/** What a guard picture shows; an entry of `guards.json`. */
export interface GuardPicture {
  readonly file: string;
  readonly view: 'front' | 'left' | 'right' | 'back' | 'none';
  readonly pose: string;
  /** Degrees, positive counter-clockwise. */
  readonly rollDegrees: number;
  /** Degrees. */
  readonly turnDegrees: number;
  readonly crop: string;
  readonly people: number;
}

const NO_PERSON: Readonly<Record<View, number>> = { front: 511, side: 512, back: 518 };
const WRONG_ANGLE: Readonly<Record<View, number>> = { front: 514, side: 515, back: 522 };

const slotOf = (picture: GuardPicture): View | undefined =>
  picture.view === 'none' ? undefined : picture.view === 'left' || picture.view === 'right' ? 'side' : picture.view;

function expectedOfCrop(picture: GuardPicture, slot: View): number[] {
  if (slot !== 'front') return [WRONG_ANGLE[slot], NO_PERSON[slot]];
  return ['head-off', 'upper-body'].includes(picture.crop) ? [514, 511] : [514];
}

function expectedOfPose(picture: GuardPicture, slot: View): number[] {
  if (slot === 'front') return [517];
  if (slot === 'side') return ['arms-up', 't-pose'].includes(picture.pose) ? [200, 515] : [200];
  return picture.pose === 't-pose' ? [200, 522] : [200];
}

/**
 * The answers that count as right for a guard picture in a slot, by the table beside the pictures; the first rule that
 * fits decides.
 */
export function expectedStatuses(picture: GuardPicture, slot: View): readonly number[] {
  const rightView = slotOf(picture) === slot;
  if (picture.people === 0) return [NO_PERSON[slot]];
  if (picture.crop === 'tiny') return rightView ? [200, NO_PERSON[slot]] : [WRONG_ANGLE[slot], NO_PERSON[slot]];
  if (Math.abs(picture.rollDegrees) > 10) {
    if (slot !== 'front') return [WRONG_ANGLE[slot], NO_PERSON[slot]];
    return Math.abs(picture.rollDegrees) === 90 ? [418, 511] : [418];
  }
  if (picture.crop !== 'none') return expectedOfCrop(picture, slot);
  if (picture.pose.startsWith('crouched')) {
    if (slot === 'front') return [517, 514];
    return slot === 'side' && rightView ? [200, 515] : [WRONG_ANGLE[slot]];
  }
  if (picture.view === 'none' && Math.abs(picture.turnDegrees) <= 30) return slot === 'front' ? [200, 514] : [WRONG_ANGLE[slot]];
  if (!rightView) return [WRONG_ANGLE[slot]];
  return picture.pose === 'a-pose' ? [200] : expectedOfPose(picture, slot);
}
