import { AnalyzeLocallyError, type AnalyzeLocallyErrorCode, type PhotoDetails, type PhotoFailure, type View } from 'analyze-locally';

/** Something that went wrong, for the person in front of the page. */
export interface Trouble {
  readonly title: string;
  readonly text: string;
}

const POSES: Readonly<Record<View, string>> = {
  front: 'Stand facing the camera, upright, knees straight.',
  side: 'Stand in exact profile, upright, knees straight.',
  back: 'Stand with the back to the camera, upright, knees straight.',
};

const SEEN: Readonly<Record<View, string>> = {
  front: 'It seems to show the person from the front.',
  side: 'It seems to show the person from the side.',
  back: 'It seems to show the person from the back.',
};

/** What the turn of the shoulders looks like, however far from exact. */
function seenView(yaw: number): View {
  const turn = Math.abs(yaw);
  return turn < 45 ? 'front' : turn > 135 ? 'back' : 'side';
}

function wrongView(view: View, { evidence }: PhotoDetails): string {
  const seen = evidence && seenView(evidence.yaw);
  return seen === undefined || seen === view ? `Not quite right. ${POSES[view]}` : `${SEEN[seen]} ${POSES[view]}`;
}

const OTHER_FAILURES: Readonly<Record<Exclude<PhotoFailure, 'wrong-view'>, string>> = {
  missing: 'There is no photo here. Choose one.',
  'not-an-image': 'This file is no photo. Choose a JPEG, PNG or WebP.',
  'too-small': 'Too small. Choose a photo of at least 128 pixels a side.',
  'too-large': 'Too large. Choose a photo of at most 64 megapixels.',
  undecodable: 'This photo could not be read. Save it again as JPEG or PNG, or choose another.',
  'no-person': 'No person was found. Stand in the middle, with the whole body in the picture.',
  rolled: 'Tilted by more than 10°. Hold the camera level.',
  'not-whole-body': 'The body is cut off. Step back until head and feet are in the picture.',
  'not-a-pose': 'Hold both arms straight and 20 to 45° away from the body.',
};

/** Why a photo was refused and what to do about it. */
export const refusalText = (view: View, details: PhotoDetails, failure: PhotoFailure): string =>
  failure === 'wrong-view' ? wrongView(view, details) : OTHER_FAILURES[failure];

const TITLES: Readonly<Record<AnalyzeLocallyErrorCode, string>> = {
  'asset-missing': 'A file of the engine is missing',
  'asset-corrupt': 'A file of the engine is not the right one',
  'worker-failed': 'The engine could not be started',
  timeout: 'The analysis took too long',
  unsupported: 'This browser lacks something the engine needs',
  'engine-failed': 'The engine failed',
  closed: 'The engine was closed',
};

const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';

/** What the page says when an analysis ended without an answer; nothing where the person stopped it. */
export function troubleOf(error: unknown): Trouble | undefined {
  if (isAbort(error)) return undefined;
  if (error instanceof AnalyzeLocallyError) return { title: TITLES[error.code], text: `${error.message} (${error.code})` };
  return { title: 'Something went wrong', text: error instanceof Error ? error.message : String(error) };
}
