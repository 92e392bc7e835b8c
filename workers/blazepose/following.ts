import type { Pose } from '../../src/pose/landmarks.js';
import type { TrackedPose } from '../../src/pose/tracked-pose.js';
import { bodyCircleOf, CROP_SIDE, inPicture, MIN_PRESENCE, readPose } from './landmark-network.js';
import { detected, landmarksIn } from './networks.js';
import { ranked } from './people.js';
import type { Raster } from './raster.js';
import { cropToPicture, regionOf, type Region } from './region.js';
import { mapped } from '../../src/geometry/affine.js';
import type { NetworkRunner } from './runner.js';

/** Who is followed, in one picture. */
export interface Followed {
  /** Pixels of the picture. */
  readonly pose: Pose;
  readonly found: TrackedPose['found'];
  readonly milliseconds: Readonly<Record<'detecting' | 'looking', number>>;
}

/** One look at a person. */
interface Glimpse {
  readonly pose: Pose;
  /** Where the person is to be looked for in the next picture. */
  readonly next: Region;
}

/** So many people are asked about at most; more would cost a network run each. */
const MOST_PEOPLE = 3;

/** Follows one person from picture to picture, as BlazePose is made for: where the last look expects them, one look is enough. */
export class Following {
  #region: Region | undefined;
  /** Of the picture that the region is in. */
  #size = '';

  /** Forgets where the person was. */
  reset(): void {
    this.#region = undefined;
  }

  /**
   * Finds the person in the next picture; `undefined` where nobody is.
   *
   * @param picture - All of a size, else the person is looked for anew.
   * @throws RunnerError where the runtime or the device fails.
   */
  async next(runner: NetworkRunner, picture: Raster): Promise<Followed | undefined> {
    const size = `${picture.width}x${picture.height}`;
    if (size !== this.#size) this.reset();
    this.#size = size;
    runner.show(picture);
    const begun = performance.now();
    const expected = this.#region && (await glimpse(runner, picture, this.#region));
    const looked = performance.now();
    if (expected) return this.#follow(expected, 'tracked', { detecting: 0, looking: looked - begun });
    this.reset();
    const people = ranked(await detected(runner, picture, false), picture).slice(0, MOST_PEOPLE);
    const detecting = performance.now() - looked;
    for (const person of people) {
      const seen = await glimpse(runner, picture, regionOf(person));
      if (seen) return this.#follow(seen, 'detected', { detecting, looking: performance.now() - begun - detecting });
    }
    return undefined;
  }

  #follow({ pose, next }: Glimpse, found: Followed['found'], milliseconds: Followed['milliseconds']): Followed {
    this.#region = next;
    return { pose, found, milliseconds };
  }
}

/** Looks once into a region; `undefined` where nobody is. */
async function glimpse(runner: NetworkRunner, picture: Raster, region: Region): Promise<Glimpse | undefined> {
  const toPicture = cropToPicture(region, CROP_SIDE);
  const [output] = await landmarksIn(runner, [{ toPicture, mirrored: false }]);
  if (!output || output.presence < MIN_PRESENCE) return undefined;
  const { midHip, bodyCircle } = bodyCircleOf(output);
  return {
    pose: inPicture(readPose(output), toPicture, picture),
    next: regionOf({ midHip: mapped(toPicture, midHip), bodyCircle: mapped(toPicture, bodyCircle) }),
  };
}
