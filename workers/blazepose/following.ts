import { mapped } from '../../src/geometry/affine.js';
import type { Pose } from '../../src/pose/landmarks.js';
import type { TrackedPose } from '../../src/pose/tracked-pose.js';
import { bodyCircleOf, CROP_SIDE, inPicture, MIN_PRESENCE, readPose } from './landmark-network.js';
import { detected, landmarksIn } from './networks.js';
import { isSame, ranked, rankOf } from './people.js';
import type { Raster } from './raster.js';
import { cropToPicture, regionOf, type BodyCircle } from './region.js';
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
  readonly next: BodyCircle;
}

/** So many people are asked about at most; more would cost a network run each. */
const MOST_PEOPLE = 3;

/** After so many pictures all of one is searched: somebody else may have taken the place of whom the first search found. */
const SEARCH_EVERY = 30;

/** Whoever is meant by so much more, in {@link rankOf}'s terms, is followed instead: of two alike one is stayed with. */
const CLEARLY_MEANT = 0.2;

/** Follows one person from picture to picture, as BlazePose is made for: where the last look expects them, one look is enough. */
export class Following {
  #known: BodyCircle | undefined;
  /** What they were known in: a film, and the size of its pictures. */
  #film = '';
  #sinceSearch = 0;

  /**
   * Finds the person in the next picture; `undefined` where nobody is.
   *
   * @param film - With another number, or a picture of another size, the person is looked for anew.
   * @throws RunnerError where the runtime or the device fails.
   */
  async next(runner: NetworkRunner, picture: Raster, film: number): Promise<Followed | undefined> {
    const current = `${film}: ${picture.width}x${picture.height}`;
    const known = current === this.#film ? this.#known : undefined;
    this.#film = current;
    this.#known = undefined;
    runner.show(picture);
    const milliseconds = { detecting: 0, looking: 0 };
    const isDue = ++this.#sinceSearch >= SEARCH_EVERY;
    const look = async (bodies: readonly BodyCircle[]): Promise<Followed | undefined> => {
      for (const body of bodies) {
        const begun = performance.now();
        const seen = await glimpse(runner, picture, body);
        milliseconds.looking += performance.now() - begun;
        this.#known = seen?.next;
        if (seen) return { pose: seen.pose, found: body === known ? 'tracked' : 'detected', milliseconds };
      }
      return undefined;
    };
    const expected = known && !isDue ? await look([known]) : undefined;
    if (expected) return expected;
    const begun = performance.now();
    const people = ranked(await detected(runner, picture, false), picture).slice(0, MOST_PEOPLE);
    milliseconds.detecting = performance.now() - begun;
    this.#sinceSearch = 0;
    // Who was not where they were expected need not be looked at there again.
    return look(known && isDue ? inOrder(known, people, picture) : people);
  }
}

/** Whom to look at, first to last: the person who is known, unless another is clearly meant. */
function inOrder(known: BodyCircle, people: readonly BodyCircle[], picture: Raster): BodyCircle[] {
  const [first, ...others] = people;
  if (!first) return [known];
  const isTaken = !isSame(first, known) && rankOf(first, picture) > rankOf(known, picture) + CLEARLY_MEANT;
  return isTaken ? [first, known, ...others] : [known, ...people];
}

/** Looks once at a person; `undefined` where nobody is. */
async function glimpse(runner: NetworkRunner, picture: Raster, body: BodyCircle): Promise<Glimpse | undefined> {
  const toPicture = cropToPicture(regionOf(body), CROP_SIDE);
  const [output] = await landmarksIn(runner, [{ toPicture, mirrored: false }]);
  if (!output || output.presence < MIN_PRESENCE) return undefined;
  const { midHip, bodyCircle } = bodyCircleOf(output);
  return {
    pose: inPicture(readPose(output), toPicture, picture),
    next: { midHip: mapped(toPicture, midHip), bodyCircle: mapped(toPicture, bodyCircle) },
  };
}
