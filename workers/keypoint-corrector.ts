import { AnalyzeLocallyError } from '../src/errors.js';
import { correct, type Corrected } from '../src/correction/correct.js';
import { readCorrector, type Corrector, type MarginFit } from '../src/correction/corrector.js';
import type { PlacedKeypoints } from '../src/keypoints/place.js';
import type { View } from '../src/photo/views.js';
import type { EngineSettings, Mode } from '../src/pose/protocol.js';
import type { AssetLoader } from './assets.js';
import type { Sighting } from './backend.js';

/** Moves keypoints to where training says they are. */
export interface KeypointCorrector {
  /** @returns `undefined` where the backend does not tell what the pose was made from. */
  correct(view: View, sighting: Sighting, placed: Pick<PlacedKeypoints, 'keypoints' | 'c7'>, mode: Mode): Corrected | undefined;
  /** How wide each metric's 90 % interval is, by the metric's name without its view. */
  margins(view: View): Readonly<Record<string, MarginFit>>;
}

/** How often each patch is looked at. */
const PATCH_LOOKS: Readonly<Record<Mode, number>> = { fast: 1, balanced: 1, accurate: 5 };

/**
 * Loads what was fitted for a model's keypoints; `full` alone has one.
 *
 * @throws AnalyzeLocallyError where the file is not as it must be.
 */
export async function loadCorrector({ model }: EngineSettings, assets: AssetLoader): Promise<KeypointCorrector | undefined> {
  if (model !== 'full') return undefined;
  const corrector = opened(await assets.load('corrector_full.bin'));
  return {
    correct(view, { pose, evidence }, { keypoints, c7 }, mode) {
      if (!evidence) return undefined;
      const { looks, silhouette, picture } = evidence;
      const measurement = { view, landmarks: pose.landmarks, looks, silhouette, picture, keypoints, c7 };
      return correct(measurement, corrector[view], PATCH_LOOKS[mode]);
    },
    margins: (view) => corrector[view].margins,
  };
}

/** @throws AnalyzeLocallyError where the file is of another version than this script. */
function opened(bytes: Uint8Array): Corrector {
  try {
    return readCorrector(bytes);
  } catch (cause) {
    throw new AnalyzeLocallyError('asset-corrupt', "corrector_full.bin does not fit this script. Copy the package's assets again.", { cause });
  }
}
