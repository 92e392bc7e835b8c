import { AnalyzeLocallyError } from '../../src/errors.js';
import { mergePasses, onePass, unmirror, type MergedPose } from '../../src/keypoints/merge-passes.js';
import type { Pose } from '../../src/pose/landmarks.js';
import type { EngineReport, EngineSettings, Looks, NotUsed, NotUsedReason } from '../../src/pose/protocol.js';
import type { AssetLoader } from '../assets.js';
import type { PoseBackend, Sighting } from '../backend.js';
import type { Photo, Picture } from '../picture.js';
import { DETECTOR_INPUT, isSoundDetection, letterbox, readDetections, regionOf, scaled, type Detection } from './detector.js';
import { findGpu } from './gpu-adapter.js';
import { CROP_SIDE, inPicture, isSound, MIN_PRESENCE, readPose, type LandmarkOutput } from './landmark-network.js';
import { LiteRtRunner } from './litert-runner.js';
import { OnnxRunner } from './onnx-runner.js';
import { isRival, ranked } from './people.js';
import { brighterHalf } from './raster.js';
import { after, cropToPicture, inverse, mirroredMap, type Affine } from './region.js';
import { RunnerError, type Crop, type NetworkRunner } from './runner.js';

/** The longer side of the picture in which people are looked for, pixels. */
const COARSE_SIDE = 640;

/** Whoever fills less of it than this, pixels, is looked at in a larger picture. A network sees 256 pixels. */
const SMALL_REGION = 320;

/** The longer side of the largest picture, pixels: whoever is still small in it is too small to be measured. */
const MOST_SIDE = 2560;

/** So many people are asked about at most; more would cost a network run each. */
const MOST_PEOPLE = 3;

/** Looks whose landmarks lie farther apart, median, trunk lengths, have seen two people in one crop. */
const SAME_PERSON = 0.4;

/** A person and what each look at them gave. */
interface Candidate {
  readonly detection: Detection;
  /** From the first look's crop to the picture. */
  readonly toPicture: Affine;
  /** Of the least sure look: what only some looks take for a person is none. */
  readonly presence: number;
  /** In pixels of the first look's crop, not mirrored. */
  readonly poses: readonly Pose[];
}

/** BlazePose's networks themselves, without MediaPipe's graph round them. */
export class BlazePoseBackend implements PoseBackend {
  readonly name = 'blazepose';
  #runner: NetworkRunner | undefined;
  #startOnCpu: (() => Promise<NetworkRunner>) | undefined;
  #notUsed: readonly NotUsed[] = [];

  get report(): EngineReport {
    return { provider: this.#running().provider, notUsed: this.#notUsed };
  }

  async load(settings: EngineSettings, assets: AssetLoader): Promise<void> {
    this.#startOnCpu = () => LiteRtRunner.start(settings.model, assets);
    const started = await startedOnGpu(settings, assets);
    if ('runner' in started) this.#runner = started.runner;
    else {
      this.#notUsed = [{ provider: 'webgpu', reason: started.reason }];
      this.#runner = await this.#startOnCpu();
    }
  }

  warmUp(): Promise<void> {
    return this.#withFallback(async (runner) => {
      runner.show({ width: 1, height: 1, data: new Uint8ClampedArray(4) });
      const crop = { toPicture: letterbox({ width: 1, height: 1 }), mirrored: false };
      await runner.run('detector', [crop]);
      await runner.run('landmarks', [crop, crop]);
    });
  }

  look(photo: Photo, looks: Looks): Promise<Sighting | undefined> {
    return this.#withFallback((runner) => sightingIn(runner, photo, looks));
  }

  close(): void {
    this.#runner?.close();
    this.#runner = undefined;
  }

  #running(): NetworkRunner {
    if (!this.#runner) throw new Error('the engine is not loaded');
    return this.#runner;
  }

  /** Does something on the GPU and, where that breaks, once more on the CPU, which then stays. */
  async #withFallback<Value>(work: (runner: NetworkRunner) => Promise<Value>): Promise<Value> {
    const runner = this.#running();
    try {
      return await work(runner);
    } catch (error) {
      // What fails on this side of the runner would fail with another one as well.
      if (!(error instanceof RunnerError) || runner.provider === 'wasm' || !this.#startOnCpu) throw error;
      runner.close();
      this.#runner = undefined;
      this.#notUsed = [{ provider: runner.provider, reason: 'failed' }];
      this.#runner = await this.#startOnCpu();
      return await work(this.#runner);
    } finally {
      this.#runner?.forget();
    }
  }
}

/** A runner on the GPU, or why there is none. */
async function startedOnGpu(
  { delegate, model }: EngineSettings,
  assets: AssetLoader,
): Promise<{ readonly runner: NetworkRunner } | { readonly reason: NotUsedReason }> {
  if (delegate === 'CPU') return { reason: 'not-wanted' };
  const gpu = await findGpu(delegate === 'GPU');
  if ('reason' in gpu) return gpu;
  try {
    return { runner: await OnnxRunner.start(gpu.device, model, assets) };
  } catch (error) {
    gpu.device.destroy();
    return { reason: error instanceof AnalyzeLocallyError && error.code.startsWith('asset-') ? 'assets-failed' : 'start-failed' };
  }
}

async function sightingIn(runner: NetworkRunner, photo: Photo, looks: Looks): Promise<Sighting | undefined> {
  const coarse = photo.at(COARSE_SIDE);
  // Seen from the brighter side, a photo and its mirror image give mirror images. One look alone is at the photo itself.
  const mirrored = looks > 1 && brighterHalf(coarse.pixels) === 'left';
  runner.show(coarse.pixels);
  const people = ranked(await detected(runner, coarse, mirrored), coarse.pixels).slice(0, MOST_PEOPLE);
  let isCrowded = false;
  for (const [index, detection] of people.entries()) {
    const picture = pictureFor(detection, photo, coarse);
    const inThis = (person: Detection): Detection => scaled(person, coarse.scale / picture.scale);
    runner.show(picture.pixels);
    const chosen = await examined(runner, inThis(detection), looks, mirrored);
    if (chosen.presence < MIN_PRESENCE) continue;
    const pose = sighted(chosen, picture);
    // The mean of two people would be a third who is nobody.
    if ((pose.disagreement ?? 0) > SAME_PERSON) {
      isCrowded = true;
      continue;
    }
    const severalPeople = isCrowded || (await hasRival(runner, chosen, people.slice(index + 1).map(inThis), mirrored));
    return { pose, scale: picture.scale, severalPeople };
  }
  return undefined;
}

/** A larger picture than the coarse one for a person who is small in it, where the photo has more to show. */
function pictureFor(detection: Detection, photo: Photo, coarse: Picture): Picture {
  const { size } = regionOf(detection);
  const side = Math.max(coarse.pixels.width, coarse.pixels.height);
  if (size >= SMALL_REGION || side >= photo.longestSide) return coarse;
  return photo.at(Math.min((side * SMALL_REGION) / size, MOST_SIDE));
}

/**
 * The crops in which a person is looked at, each as it is and mirrored: turned clockwise by so many radians and of so
 * many region's sides. The network's error depends on how a crop falls on its cells, so another crop averages it away.
 */
const CROPS = [
  { turn: 0, size: 1 },
  { turn: (6 * Math.PI) / 180, size: 1.06 },
] as const;

/**
 * The people in a picture, in one look: at the picture or at its mirror image, whichever is the brighter one on the
 * right. So a photo and its mirror image show the detector the same, and what it finds in them are mirror images too.
 */
async function detected(runner: NetworkRunner, { pixels }: Picture, mirrored: boolean): Promise<Detection[]> {
  const toPicture = letterbox(pixels);
  const [output] = await runner.run('detector', [{ toPicture, mirrored }]);
  if (!output || !isSoundDetection(output)) throw new RunnerError('the detector gave no numbers');
  return readDetections(output.boxes, output.scores, mirrored ? mirroredMap(toPicture, DETECTOR_INPUT.side) : toPicture);
}

/**
 * Looks at one person.
 *
 * @param mirrored - Whether the first look is at the mirror image.
 */
async function examined(runner: NetworkRunner, detection: Detection, looks: Looks, mirrored: boolean): Promise<Candidate> {
  const region = regionOf(detection);
  const crops = CROPS.flatMap(({ turn, size }): Crop[] => {
    const turned = { ...region, size: region.size * size, angle: region.angle + (mirrored ? -turn : turn) };
    // One map for a crop and its mirror image: a runner cuts both from the picture at once.
    const toPicture = cropToPicture(turned, CROP_SIDE);
    return [{ toPicture, mirrored }, { toPicture, mirrored: !mirrored }];
  }).slice(0, looks);
  const toPicture = cropToPicture(region, CROP_SIDE);
  const outputs = (await runner.run('landmarks', crops)).map(
    (output): LandmarkOutput => ({ ...output, presence: output.presence[0] ?? Number.NaN }),
  );
  if (!outputs.every(isSound)) throw new RunnerError('the landmark network gave no numbers');
  const poses = crops.map((crop, look) => {
    const output = outputs[look];
    if (!output) throw new Error('the landmark network left out a crop');
    const pose = crop.mirrored ? unmirror(readPose(output)) : readPose(output);
    // Brought together in the first crop, whose mask is a fraction of the picture's.
    return look < 2 ? pose : inPicture(pose, after(crop.toPicture, inverse(toPicture)), { width: CROP_SIDE, height: CROP_SIDE });
  });
  return { toPicture, detection, presence: Math.min(...outputs.map(({ presence }) => presence)), poses };
}

/** What one, two or four looks agree on. Each counts the same; the largest disagreement between them is told. */
function merged(poses: readonly Pose[]): MergedPose {
  const [first, second] = poses;
  if (!first) throw new Error('a candidate without a look');
  if (!second) return onePass(first);
  if (poses.length === 2) return mergePasses(first, second);
  const halves = [merged(poses.slice(0, poses.length / 2)), merged(poses.slice(poses.length / 2))] as const;
  const whole = mergePasses(...halves);
  return { ...whole, disagreement: Math.max(...[whole, ...halves].map(({ disagreement = 0 }) => disagreement)) };
}

/** What all looks agree on, in the picture. */
function sighted({ toPicture, poses }: Candidate, { pixels }: Picture): MergedPose {
  return inPicture(merged(poses), toPicture, pixels);
}

/** Whether somebody else of like size is there; the detector alone also takes coats for people. */
async function hasRival(runner: NetworkRunner, chosen: Candidate, others: readonly Detection[], mirrored: boolean): Promise<boolean> {
  for (const other of others) {
    if (isRival(chosen.detection, other) && (await examined(runner, other, 1, mirrored)).presence >= MIN_PRESENCE) return true;
  }
  return false;
}
