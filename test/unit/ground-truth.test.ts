import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadBase } from '../ground-truth/assets.js';
import { planBodies } from '../ground-truth/bodies.js';
import { buildBody, type Body } from '../ground-truth/body.js';
import { MisuseError, readCommand } from '../ground-truth/command.js';
import { FIXED_PLAN, type Plan, type PlannedCase } from '../ground-truth/plan.js';
import { poseBody } from '../ground-truth/pose.js';
import { NEUTRAL, type Parameters } from '../ground-truth/posture.js';
import { casePosture, caseTruth, type CaseTruth } from '../ground-truth/truth.js';

/** Pixels of the truth have three decimals; degrees. */
const ROUNDED = 0.05;

/** What perspective makes of an angle of the body; degrees. */
const PERSPECTIVE = 0.3;

const SEVENTH = { count: 1, first: 7, seed: 'unit', size: [600, 900] } as const;

const base = loadBase();

const bodyOf = (plan: Plan, { subject }: PlannedCase): Body => {
  const person = plan.people[subject];
  if (!person) throw new Error(`there is no ${subject}`);
  return buildBody(base, person);
};

const truthOf = (planned: PlannedCase, body: Body): CaseTruth => caseTruth(planned, poseBody(body, casePosture(planned)));

const onlyCase = (plan: Plan): PlannedCase => {
  const [planned] = plan.cases;
  if (!planned || plan.cases.length > 1) throw new Error('one case was expected');
  return planned;
};

/** As a file would hold it. */
const written = (truth: unknown): unknown => JSON.parse(JSON.stringify(truth));

describe('a random person', () => {
  const plan = planBodies(SEVENTH);
  const planned = onlyCase(plan);
  const body = bodyOf(plan, planned);
  const truth = truthOf(planned, body);

  test('is the same at every run, and in a run of many', () => {
    const again = planBodies({ ...SEVENTH, count: 9, first: 0 });
    const same = again.cases[7];
    if (!same) throw new Error('nine cases were expected');
    expect(same).toEqual(planned);
    expect(again.people[same.subject]).toEqual(plan.people[planned.subject]);
    expect(written(truthOf(same, bodyOf(again, same)))).toEqual(written(truth));
  });

  test('is another one under another number or seed', () => {
    for (const other of [{ first: 8 }, { seed: 'other' }]) expect(onlyCase(planBodies({ ...SEVENTH, ...other })).parameters).not.toEqual(planned.parameters);
  });

  test('has 18 finite metrics and all keypoints inside the photos', () => {
    expect(Object.values(truth.metrics).filter(Number.isFinite)).toHaveLength(18);
    for (const { keypoints, width, height } of Object.values(truth.views)) {
      expect(keypoints).toHaveLength(22);
      expect(keypoints.filter(([x, y]) => x > 0 && y > 0 && x < width && y < height)).toHaveLength(22);
    }
  });

  test('keeps its front and back metrics when the camera rolls', () => {
    const { views } = planned;
    const roll = (view: 'front' | 'back', degrees: number) => ({ ...views[view], camera: { ...views[view].camera, roll: (views[view].camera.roll ?? 0) + degrees } });
    const rolled = truthOf({ ...planned, views: { ...views, front: roll('front', 6), back: roll('back', -4) } }, body);
    for (const [name, value] of Object.entries(truth.metrics)) {
      if (!/^[fb]ar_/.test(name)) continue;
      expect(Math.abs((rolled.metrics[name as keyof typeof truth.metrics]) - value), name).toBeLessThan(ROUNDED);
    }
    expect(rolled.views.front.keypoints).not.toEqual(truth.views.front.keypoints);
  });

  test.each([
    ['shoulder_tilt', 3, 'far_shoulder_bal', 3],
    ['head_roll', -4, 'far_head_bal', -4],
    ['pelvic_tilt', 2, 'far_pelvic_bal', 2],
    ['knee_tilt', 2, 'far_knee_bal', 2],
    ['tilt', 2, 'far_tilt', 2],
    ['left_q', 4, 'far_left_qang', 4],
    ['lean', 2, 'sar_tilt', 2],
    ['cva', -6, 'turtle_neck', 6],
  ] as const)('with %s changed by %d has another %s by %d degrees', (parameter, change, metric, expected) => {
    const still: Partial<Parameters> = { arm_angle: 30, stance_cm: 30 };
    const [before, after] = [0, change].map((by) => truthOf({ ...planned, parameters: { ...still, [parameter]: NEUTRAL[parameter] + by } }, body).metrics[metric]);
    expect(Math.abs((after ?? Number.NaN) - (before ?? 0) - expected)).toBeLessThan(PERSPECTIVE);
  });
});

describe('the fixed cases', () => {
  const folder = new URL('../fixtures/cases/', import.meta.url);
  test.each(readdirSync(folder))('%s has the truth of the fixture', (id) => {
    const planned = FIXED_PLAN.cases.find((candidate) => candidate.id === id);
    if (!planned) throw new Error(`${id} is not in the plan`);
    const fixture: unknown = JSON.parse(readFileSync(new URL(`${id}/truth.json`, folder), 'utf8'));
    expect(written(truthOf(planned, bodyOf(FIXED_PLAN, planned)))).toEqual(fixture);
  });
});

describe('the command line', () => {
  const read = (line: string) => readCommand(line.split(' '));

  test('draws the fixed cases, or random people', () => {
    expect(read('--out DIR').cases?.plan.cases).toHaveLength(48);
    expect(read('--out DIR --subjects m1,m2').cases?.plan.cases).toHaveLength(28);
    const { cases } = read('--out DIR --bodies 2 --first 5 --seed 501 --size 600x900');
    expect(cases?.plan.cases).toMatchObject([{ id: 'body-501-0005', width: 600, height: 900 }, { id: 'body-501-0006' }]);
    expect(read('--guards DIR --only tiny').guards?.drawn).toMatchObject([{ name: 'tiny' }]);
  });

  test.each([
    ['--truth-only', /--out/],
    ['--out DIR --bodies 0', /--bodies/],
    ['--out DIR --bodies 2 --first -1', /--first/],
    ['--out DIR --bodies 2 --size 600', /--size/],
    ['--out DIR --bodies 2 --size 600x9', /--size/],
    ['--out DIR --bodies 2 --seed ../7', /--seed/],
    ['--out DIR --first 2', /--first/],
    ['--out DIR --bodies 2 --subjects m1', /--subjects/],
    ['--out DIR --subjects m9', /m9/],
    ['--out DIR --only m1-01,m1-99', /m1-99/],
    ['--out DIR --bodies 2 --seed 1 --only body-1-0002', /body-1-0002/],
    ['--guards DIR --only m1-01', /m1-01/],
    ['--out DIR --truth-only --marks', /--marks/],
    ['--out DIR --colour', /--colour/],
  ])('%s is misuse', (line, named) => {
    expect(() => read(line)).toThrow(MisuseError);
    expect(() => read(line)).toThrow(named);
  });
});
