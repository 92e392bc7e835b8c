import { mirroredMap } from '../../src/geometry/affine.js';
import { DETECTOR_INPUT, isSoundDetection, letterbox, readDetections, type Detection } from './detector.js';
import { isSound, type LandmarkOutput } from './landmark-network.js';
import type { Raster } from './raster.js';
import { RunnerError, type Crop, type NetworkRunner } from './runner.js';

/**
 * The people in a picture that is shown to the runner, in one look at it or at its mirror image.
 *
 * @throws RunnerError where the runtime or the device fails.
 */
export async function detected(runner: NetworkRunner, picture: Pick<Raster, 'width' | 'height'>, mirrored: boolean): Promise<Detection[]> {
  const toPicture = letterbox(picture);
  const [output] = await runner.run('detector', [{ toPicture, mirrored }]);
  if (!output || !isSoundDetection(output)) throw new RunnerError('the detector gave no numbers');
  return readDetections(output.boxes, output.scores, mirrored ? mirroredMap(toPicture, DETECTOR_INPUT.side) : toPicture);
}

/**
 * What the landmark network says of each crop.
 *
 * @throws RunnerError where the runtime or the device fails.
 */
export async function landmarksIn(runner: NetworkRunner, crops: readonly Crop[]): Promise<LandmarkOutput[]> {
  const outputs = (await runner.run('landmarks', crops)).map(
    (output): LandmarkOutput => ({ ...output, presence: output.presence[0] ?? Number.NaN }),
  );
  if (!outputs.every(isSound)) throw new RunnerError('the landmark network gave no numbers');
  return outputs;
}
