/** People drawn anew, turned away from where a view wants them. */
import type { View } from 'analyze-locally';
import type { EncodedPhotos } from '../../../demo/cli/engine-page.js';
import { loadBase } from '../../ground-truth/assets.js';
import { buildBody } from '../../ground-truth/body.js';
import { FIXED_PLAN, type PlannedCase } from '../../ground-truth/plan.js';
import { poseBody, type Pose } from '../../ground-truth/pose.js';
import { drawFrom, randomOf } from '../../ground-truth/random.js';
import { caseScene } from '../../ground-truth/scene.js';
import { openStudio, type Studio } from '../../ground-truth/studio.js';
import { casePosture, caseTruth } from '../../ground-truth/truth.js';
import type { Truth } from '../ground-truth.js';

const VIEWS = ['front', 'side', 'back'] as const satisfies readonly View[];

/** A case whose person is turned in every photo. */
export interface TurnedCase {
  /** Of what the photos show: angles are those that a perfect eye measures in them. */
  readonly truth: Truth;
  readonly photos: EncodedPhotos;
}

/** Draws the fixed cases' people turned. */
export interface TurnedPeople {
  /**
   * @param seed - Of the way to which each photo's person is turned.
   * @returns `undefined` where there is no such fixed case.
   */
  drawn(name: string, degrees: number, seed: string): Promise<TurnedCase | undefined>;
  close(): Promise<void>;
}

function withTurn(planned: PlannedCase, degrees: number, seed: string): PlannedCase {
  const draw = drawFrom(randomOf(`${seed}turned ${planned.id} ${String(degrees)}`));
  const view = (name: View) => ({ ...planned.views[name], yaw: planned.views[name].yaw + (draw.number() < 0.5 ? degrees : -degrees) });
  return { ...planned, views: { front: view('front'), side: view('side'), back: view('back') } };
}

/** Opens a studio when the first person is wanted. */
export function turnedPeople(): TurnedPeople {
  let opened: Promise<Studio> | undefined;
  let posed: { readonly name: string; readonly key: string; readonly pose: Pose } | undefined;
  const strike = async (studio: Studio, planned: PlannedCase): Promise<Pose> => {
    if (posed?.name === planned.id) return posed.pose;
    const person = FIXED_PLAN.people[planned.subject];
    if (!person) throw new Error(`${planned.id}: there is no ${planned.subject}`);
    const body = buildBody(loadBase(), person);
    const pose = poseBody(body, casePosture(planned));
    if (posed) await studio.forget(posed.key);
    await studio.admit(planned.subject, body);
    await studio.strike(planned.subject, body, pose);
    posed = { name: planned.id, key: planned.subject, pose };
    return pose;
  };
  return {
    async drawn(name, degrees, seed) {
      const planned = FIXED_PLAN.cases.find(({ id }) => id === name);
      if (!planned) return undefined;
      const studio = await (opened ??= openStudio());
      const pose = await strike(studio, planned);
      const turned = withTurn(planned, degrees, seed);
      const photos: EncodedPhotos = {};
      for (const view of VIEWS) photos[view] = await studio.draw(caseScene(turned, view, pose));
      return { truth: caseTruth(turned, pose), photos };
    },
    async close() {
      await (await opened)?.close();
    },
  };
}
