import type { DecodeFailure } from '../photo/header.js';
import type { PoseFailure } from '../photo/view.js';
import { VIEWS, type View } from '../photo/views.js';

/** The codes that a refused request is answered with; 200 is success. */
export type FailureStatus =
  | 400
  | 411
  | 412
  | 413
  | 414
  | 418
  | 511
  | 512
  | 513
  | 514
  | 515
  | 516
  | 517
  | 518
  | 519
  | 520
  | 521
  | 522
  | 523
  | 524
  | 525
  | 550
  | 559;

/** Why one photo of a request is refused. */
export type PhotoFailure = 'missing' | DecodeFailure | 'no-person' | 'unclear' | PoseFailure;

/** The refused photos of a request; photos that are not named are fine. */
export type PhotoFailures = Partial<Readonly<Record<View, PhotoFailure>>>;

/** A code with its message. */
export interface FailureAnswer {
  readonly status: FailureStatus;
  /** Names the photo and says what to do. Contains nothing of the input. */
  readonly message: string;
}

/** Codes for each combination of photos, keyed by the views in their order. */
type Combination = 'front' | 'side' | 'back' | 'front,side' | 'front,back' | 'side,back' | 'front,side,back';

const NO_PERSON: Readonly<Record<Combination, FailureStatus>> = {
  front: 511,
  side: 512,
  back: 518,
  'front,side': 513,
  'front,back': 519,
  'side,back': 520,
  'front,side,back': 521,
};

const WRONG_ANGLE: Readonly<Record<Combination, FailureStatus>> = {
  front: 514,
  side: 515,
  back: 522,
  'front,side': 516,
  'front,back': 523,
  'side,back': 524,
  'front,side,back': 525,
};

const UNDECODABLE: Readonly<Record<View, FailureAnswer>> = {
  front: { status: 413, message: 'error from front image decoding b64' },
  side: { status: 414, message: 'error from side image decoding b64' },
  back: { status: 412, message: 'error from back image decoding b64' },
};

const list = (views: readonly View[]): string =>
  views.length < 2 ? views.join('') : `${views.slice(0, -1).join(', ')} and ${views.at(-1) ?? ''}`;

const images = (views: readonly View[]): string => `the ${list(views)} image${views.length > 1 ? 's' : ''}`;

const failing = (failures: PhotoFailures, ...kinds: readonly PhotoFailure[]): View[] =>
  VIEWS.filter((view) => {
    const failure = failures[view];
    return failure !== undefined && kinds.includes(failure);
  });

function attachedImageFailure(failures: PhotoFailures): FailureAnswer | undefined {
  const [notImage] = failing(failures, 'not-an-image');
  if (notImage) return { status: 412, message: `The ${notImage} image is not an image: attach a JPEG, PNG or WebP photo` };
  const [small] = failing(failures, 'too-small');
  if (small) return { status: 412, message: `The ${small} image is too small: attach a photo of at least 128 pixels a side` };
  const [large] = failing(failures, 'too-large');
  if (large) return { status: 412, message: `The ${large} image is too large: attach a photo of at most 64 megapixels` };
  return failures.back === 'undecodable' ? UNDECODABLE.back : undefined;
}

function noPersonMessage(failures: PhotoFailures, views: readonly View[]): string {
  if (views.every((view) => failures[view] === 'unclear')) {
    return `The person in ${images(views)} is too blurred to be measured: hold the camera still, focus on the person and give them more light`;
  }
  return `No person was detected in ${images(views)}: stand in the middle, fill most of the photo and show the whole body`;
}

/** Where standing and camera are right but the picture cuts the person off. */
function wrongAngleMessage(failures: PhotoFailures, views: readonly View[]): string {
  const [only] = views;
  if (views.length === 1 && only && failures[only] === 'not-whole-body') {
    return `In the ${only} image, the whole body is not in the photo: step back until the head and both feet are visible`;
  }
  if (views.length === 1 && only && failures[only] === 'hidden') {
    return `In the ${only} image, a part of the legs is hidden: stand where nothing is before legs and feet`;
  }
  // The web API's own words for one side image, closing space included.
  if (views.length === 1 && only === 'side') return 'In the side image, the model is not facing side ';
  const how: Readonly<Record<View, string>> = {
    front: 'stand facing the camera',
    side: 'stand in profile to the camera',
    back: 'stand with the back to the camera',
  };
  const what = views.length === 1 ? `the model is not facing ${list(views)}` : 'the model is not facing the right way';
  const hints = views.map((view) => (views.length > 1 ? `${how[view]} for the ${view} image` : how[view])).join(', ');
  return `In ${images(views)}, ${what}: ${hints}, upright and with the whole body in the photo`;
}

/**
 * The answer to a request whose photos failed as told, by the API's order: the first match wins, and the codes for
 * several photos are chosen once all are judged.
 *
 * @param failures - Why photos are refused.
 * @returns `undefined` where none is.
 */
export function failureAnswer(failures: PhotoFailures): FailureAnswer | undefined {
  const missing = failing(failures, 'missing');
  if (missing.length > 0) return { status: 411, message: `No input data: ${images(missing)} ${missing.length > 1 ? 'are' : 'is'} missing or empty` };

  const attached = attachedImageFailure(failures);
  if (attached) return attached;
  for (const view of failing(failures, 'undecodable')) return UNDECODABLE[view];

  const empty = failing(failures, 'no-person', 'unclear');
  if (empty.length > 0) return { status: NO_PERSON[empty.join() as Combination], message: noPersonMessage(failures, empty) };
  if (failures.front === 'rolled') {
    return { status: 418, message: 'The front image is tilted by more than 10 degrees: hold the camera level' };
  }
  const turned = failing(failures, 'wrong-view', 'not-whole-body', 'hidden');
  if (turned.length > 0) {
    return { status: WRONG_ANGLE[turned.join() as Combination], message: wrongAngleMessage(failures, turned) };
  }
  if (failures.front === 'not-a-pose') {
    return {
      status: 517,
      message:
        'In the front image, the model is not in A-pose: stand upright, arms straight and 20 to 45 degrees away from the body',
    };
  }
  return undefined;
}
