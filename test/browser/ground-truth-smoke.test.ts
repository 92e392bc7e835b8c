import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { ROOT } from '../../demo/host/ensure-built.js';
import { loadBase } from '../ground-truth/assets.js';
import { buildBody } from '../ground-truth/body.js';
import { FIXED_PLAN } from '../ground-truth/plan.js';
import { poseBody } from '../ground-truth/pose.js';
import { caseScene } from '../ground-truth/scene.js';
import { openStudio } from '../ground-truth/studio.js';
import { casePosture, caseTruth, type CaseTruth } from '../ground-truth/truth.js';

const out = mkdtempSync(join(tmpdir(), 'analyze-locally-'));
afterAll(() => {
  rmSync(out, { recursive: true, force: true });
});

/** Levels of 255 that a channel varies by where a person stands; a wall's grain is a few. */
const NOT_BLANK = 15;

/** A point on the skin may lie on the outline's edge; pixels. */
const EDGE = 1;

test('draws a person where the truth has them', async () => {
  const { status, stderr } = spawnSync('npx', ['tsx', 'test/ground-truth/make.ts', '--out', out, '--bodies', '1', '--seed', 'smoke', '--size', '240x360'], {
    cwd: ROOT,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  expect(status, stderr).toBe(0);
  const folder = join(out, 'body-smoke-0000');
  const { views } = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as CaseTruth;
  for (const [view, { keypoints, width, height }] of Object.entries(views)) {
    const photo = sharp(join(folder, `${view}.jpg`));
    expect(await photo.metadata()).toMatchObject({ format: 'jpeg', width, height });
    const [xs, ys] = [keypoints.map(([x]) => x), keypoints.map(([, y]) => y)];
    const [left, top] = [Math.floor(Math.min(...xs)), Math.floor(Math.min(...ys))];
    const person = photo.extract({ left, top, width: Math.ceil(Math.max(...xs)) - left, height: Math.ceil(Math.max(...ys)) - top });
    const { channels } = await sharp(await person.png().toBuffer()).stats();
    expect(Math.max(...channels.map(({ stdev }) => stdev)), view).toBeGreaterThan(NOT_BLANK);
  }
});

test('every true point lies on the drawn person', async () => {
  const [planned] = FIXED_PLAN.cases.filter(({ id }) => id === 'm1-02').map((fixed) => ({ ...fixed, width: 240, height: 360 }));
  const person = FIXED_PLAN.people['m1'];
  if (!planned || !person) throw new Error('m1-02 is not in the plan');
  const body = buildBody(loadBase(), person);
  const pose = poseBody(body, casePosture(planned));
  const truth = caseTruth(planned, pose);
  const studio = await openStudio();
  try {
    await studio.admit('m1', body);
    await studio.strike('m1', body, pose);
    for (const view of ['front', 'side', 'back'] as const) {
      const { keypoints, joints } = truth.views[view];
      const distances = await studio.distancesFromPeople(caseScene(planned, view, pose), [...keypoints, ...Object.values(joints)]);
      expect(Math.max(...distances), view).toBeLessThanOrEqual(EDGE);
    }
  } finally {
    await studio.close();
  }
});
