import { greyOf } from '../../src/correction/patches.js';
import { AnalyzeLocallyError } from '../../src/errors.js';
import { mergePasses, onePass, unmirror, unmirrorLandmarks, type MergedPose } from '../../src/keypoints/merge-passes.js';
import { add } from '../../src/geometry/vector.js';
import type { Pose } from '../../src/pose/landmarks.js';
import type { Look } from '../../src/pose/look.js';
import type { EngineReport, EngineSettings, Looks, NotUsed, NotUsedReason } from '../../src/pose/protocol.js';
import type { AssetLoader } from '../assets.js';
import type { PoseBackend, Sighting, Tracked } from '../backend.js';
import type { Frame } from '../frame.js';
import type { Photo, Picture } from '../picture.js';
import { letterbox, scaled, type Detection } from './detector.js';
import { Following } from './following.js';
import { findGpu } from './gpu-adapter.js';
import { CROP_SIDE, featureMapOf, inPicture, landmarksInPicture, MIN_PRESENCE, readPose, regressedLandmarks } from './landmark-network.js';
import { LiteRtRunner } from './litert-runner.js';
import { detected, landmarksIn } from './networks.js';
import { OnnxRunner } from './onnx-runner.js';
import { isRival, ranked } from './people.js';
import { brighterHalf } from './raster.js';
import { after, inverse, mirroredMap, type Affine } from '../../src/geometry/affine.js';
import { cropToPicture, regionOf } from './region.js';
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
  readonly looks: readonly Look[];
}

/** BlazePose's networks themselves, without MediaPipe's graph round them. */
export class BlazePoseBackend implements PoseBackend {
  readonly name = 'blazepose';
  /** It goes on on the CPU by itself. */
  readonly isLost = false;
  #runner: NetworkRunner | undefined;
  #startOnCpu: (() => Promise<NetworkRunner>) | undefined;
  #notUsed: readonly NotUsed[] = [];
  readonly #following = new Following();

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

  async track(frame: Frame, film: number): Promise<Tracked | undefined> {
    const begun = performance.now();
    const { raster, scale } = await frame.picture(COARSE_SIDE);
    const reading = performance.now() - begun;
    const followed = await this.#withFallback((runner) => this.#following.next(runner, raster, film));
    return followed && { ...followed, scale, milliseconds: { reading, ...followed.milliseconds } };
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
  // Seen from the brighter side, a photo and its mirror image show the detector the same, and what it finds in them are
  // mirror images too. One look alone is at the photo itself.
  const mirrored = looks > 1 && brighterHalf(coarse.pixels) === 'left';
  runner.show(coarse.pixels);
  const people = ranked(await detected(runner, coarse.pixels, mirrored), coarse.pixels).slice(0, MOST_PEOPLE);
  let isCrowded = false;
  for (const [index, detection] of people.entries()) {
    const picture = pictureFor(detection, photo, coarse);
    const inThis = (person: Detection): Detection => scaled(person, coarse.scale / picture.scale);
    runner.show(picture.pixels);
    const chosen = await examined(runner, inThis(detection), looks, mirrored);
    if (chosen.presence < MIN_PRESENCE) continue;
    const inCrop = merged(chosen.poses);
    const pose = inPicture(inCrop, chosen.toPicture, picture.pixels);
    // The mean of two people would be a third who is nobody.
    if ((pose.disagreement ?? 0) > SAME_PERSON) {
      isCrowded = true;
      continue;
    }
    const severalPeople = isCrowded || (await hasRival(runner, chosen, people.slice(index + 1).map(inThis), mirrored));
    return {
      pose,
      scale: picture.scale,
      severalPeople,
      evidence: { looks: chosen.looks, silhouette: { mask: inCrop.mask, toPicture: chosen.toPicture }, picture: greyOf(picture.pixels) },
    };
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
 * The crops in which a person is looked at, each as it is and mirrored: turned clockwise by so many degrees, of so
 * many region's sides and moved by parts of its side. The network's error depends on how a crop falls on its cells, so another crop averages it away.
 */
const CROPS = [
  { turn: 0, size: 1, across: 0, down: 0 },
  { turn: 6, size: 1.06, across: 0, down: 0 },
  { turn: -7, size: 0.97, across: 0.02, down: 0.015 },
  { turn: 3, size: 1.13, across: -0.02, down: -0.01 },
  { turn: -3.5, size: 1.02, across: 0.01, down: -0.02 },
] as const;

/**
 * Looks at one person.
 *
 * @param mirrored - Whether the first look is at the mirror image.
 */
async function examined(runner: NetworkRunner, detection: Detection, looks: Looks, mirrored: boolean): Promise<Candidate> {
  const region = regionOf(detection);
  const crops = CROPS.flatMap(({ turn, size, across, down }): Crop[] => {
    const way = mirrored ? -1 : 1;
    const turned = {
      center: add(region.center, [across * way * region.size, down * region.size]),
      size: region.size * size,
      angle: region.angle + (way * turn * Math.PI) / 180,
    };
    // One map for a crop and its mirror image: a runner cuts both from the picture at once.
    const toPicture = cropToPicture(turned, CROP_SIDE);
    return [{ toPicture, mirrored }, { toPicture, mirrored: !mirrored }];
  }).slice(0, looks);
  const toPicture = cropToPicture(region, CROP_SIDE);
  const outputs = await landmarksIn(runner, crops);
  const found = crops.map((crop, index) => {
    const output = outputs[index];
    if (!output) throw new Error('the landmark network left out a crop');
    const seen = readPose(output);
    const regressed = regressedLandmarks(output, seen.landmarks);
    const pose = crop.mirrored ? unmirror(seen) : seen;
    const look: Look = {
      toPicture: crop.mirrored ? mirroredMap(crop.toPicture, CROP_SIDE) : crop.toPicture,
      mirrored: crop.mirrored,
      landmarks: landmarksInPicture(pose.landmarks, crop.toPicture),
      regressed: landmarksInPicture(crop.mirrored ? unmirrorLandmarks(regressed, CROP_SIDE) : regressed, crop.toPicture),
      features: featureMapOf(output),
    };
    // Brought together in the first crop, whose mask is a fraction of the picture's.
    const together = index < 2 ? pose : inPicture(pose, after(crop.toPicture, inverse(toPicture)), { width: CROP_SIDE, height: CROP_SIDE });
    return { look, pose: together };
  });
  return {
    toPicture,
    detection,
    presence: Math.min(...outputs.map(({ presence }) => presence)),
    poses: found.map(({ pose }) => pose),
    looks: found.map(({ look }) => look),
  };
}

/**
 * What the looks agree on: pairs of a crop and its mirror image first, then the pairs one after the other, each look
 * with the same weight. The largest disagreement on the way is told.
 */
function merged(poses: readonly Pose[]): MergedPose {
  const [first, second, ...rest] = poses;
  if (!first) throw new Error('a candidate without a look');
  if (!second) return onePass(first);
  let whole = mergePasses(first, second);
  for (let at = 0; at < rest.length; at += 2) {
    const pair = merged(rest.slice(at, at + 2));
    const both = mergePasses(whole, pair, (at + 2) / (at + 4));
    whole = { ...both, disagreement: Math.max(...[whole, pair, both].map(({ disagreement = 0 }) => disagreement)) };
  }
  return whole;
}

/** Whether somebody else of like size is there; the detector alone also takes coats for people. */
async function hasRival(runner: NetworkRunner, chosen: Candidate, others: readonly Detection[], mirrored: boolean): Promise<boolean> {
  for (const other of others) {
    if (isRival(chosen.detection, other) && (await examined(runner, other, 1, mirrored)).presence >= MIN_PRESENCE) return true;
  }
  return false;
}
