import { AnalyzeLocallyError } from '../../src/errors.js';
import { mergePasses, onePass, unmirror, type MergedPose } from '../../src/keypoints/merge-passes.js';
import type { Pose } from '../../src/pose/landmarks.js';
import type { EngineReport, EngineSettings, NotUsed, NotUsedReason } from '../../src/pose/protocol.js';
import type { AssetLoader } from '../assets.js';
import type { Looks, PoseBackend, Sighting } from '../backend.js';
import type { Picture } from '../picture.js';
import { DETECTOR_INPUT, isSoundDetection, letterbox, readDetections, regionOf, type Detection } from './detector.js';
import { findGpu } from './gpu-adapter.js';
import { CROP_SIDE, inPicture, isSound, MIN_PRESENCE, readPose, type LandmarkOutput } from './landmark-network.js';
import { LiteRtRunner } from './litert-runner.js';
import { OnnxRunner } from './onnx-runner.js';
import { isRival, joined, ranked } from './people.js';
import { cropToPicture, mirroredMap } from './region.js';
import type { Crop, NetworkRunner } from './runner.js';

/** So many people are asked about at most; more would cost a network run each. */
const MOST_PEOPLE = 3;

/** Looks whose landmarks lie farther apart, median, trunk lengths, have seen two people in one crop. */
const SAME_PERSON = 0.4;

/** A person and what each look at them gave. */
interface Candidate {
  readonly detection: Detection;
  /** Mean of the looks. */
  readonly presence: number;
  /** In pixels of the crop, not mirrored. */
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
      const crops = bothLooks(letterbox({ width: 1, height: 1 }), 2);
      await runner.run('detector', crops);
      await runner.run('landmarks', crops);
    });
  }

  look(picture: Picture, looks: Looks): Promise<Sighting | undefined> {
    return this.#withFallback((runner) => sightingIn(runner, picture, looks));
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
      if (runner.provider === 'wasm' || !this.#startOnCpu) throw error;
      runner.close();
      this.#runner = undefined;
      this.#notUsed = [{ provider: runner.provider, reason: 'failed' }];
      this.#runner = await this.#startOnCpu();
      return work(this.#runner);
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

async function sightingIn(runner: NetworkRunner, picture: Picture, looks: Looks): Promise<Sighting | undefined> {
  runner.show(picture.pixels);
  const people = ranked(await detected(runner, picture, looks), picture.pixels).slice(0, MOST_PEOPLE);
  for (const [index, detection] of people.entries()) {
    const chosen = await examined(runner, detection, looks);
    if (chosen.presence < MIN_PRESENCE) continue;
    const pose = sighted(chosen, picture);
    // The mean of two people would be a third who is nobody.
    if ((pose.disagreement ?? 0) > SAME_PERSON) continue;
    return { pose, severalPeople: await hasRival(runner, chosen, people.slice(index + 1)) };
  }
  return undefined;
}

const bothLooks = (toPicture: Crop['toPicture'], looks: Looks): Crop[] =>
  [false, true].slice(0, looks).map((mirrored) => ({ toPicture, mirrored }));

/** The people in a picture. Both looks count, so that a mirrored photo is cut at the mirrored place. */
async function detected(runner: NetworkRunner, picture: Picture, looks: Looks): Promise<Detection[]> {
  const toPicture = letterbox(picture.pixels);
  const outputs = await runner.run('detector', bothLooks(toPicture, looks));
  const [plain, mirrored] = outputs;
  if (!plain || !outputs.every(isSoundDetection)) throw new Error('the detector gave no numbers');
  const people = readDetections(plain.boxes, plain.scores, toPicture);
  if (!mirrored) return people;
  return joined(people, readDetections(mirrored.boxes, mirrored.scores, mirroredMap(toPicture, DETECTOR_INPUT.side)));
}

/** Looks at one person. */
async function examined(runner: NetworkRunner, detection: Detection, looks: Looks): Promise<Candidate> {
  const toPicture = cropToPicture(regionOf(detection), CROP_SIDE);
  const outputs = (await runner.run('landmarks', bothLooks(toPicture, looks))).map(
    (output): LandmarkOutput => ({ ...output, presence: output.presence[0] ?? Number.NaN }),
  );
  if (!outputs.every(isSound)) throw new Error('the landmark network gave no numbers');
  return {
    detection,
    presence: outputs.reduce((sum, { presence }) => sum + presence / outputs.length, 0),
    poses: outputs.map((output, look) => (look === 0 ? readPose(output) : unmirror(readPose(output)))),
  };
}

/** What all looks agree on, in the picture. Merged in the crop, whose mask is a tenth of the picture's. */
function sighted({ detection, poses }: Candidate, { pixels }: Picture): MergedPose {
  const [plain, mirrored] = poses;
  if (!plain) throw new Error('a candidate without a look');
  const merged = mirrored ? mergePasses(plain, mirrored) : onePass(plain);
  return inPicture(merged, cropToPicture(regionOf(detection), CROP_SIDE), pixels);
}

/** Whether somebody else of like size is there; the detector alone also takes coats for people. */
async function hasRival(runner: NetworkRunner, chosen: Candidate, others: readonly Detection[]): Promise<boolean> {
  for (const other of others) {
    if (isRival(chosen.detection, other) && (await examined(runner, other, 1)).presence >= MIN_PRESENCE) return true;
  }
  return false;
}
