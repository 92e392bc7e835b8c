/** `npm run ground-truth`: draws people whose joints and posture metrics are exactly known. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { View } from '../../src/photo/views.js';
import { loadBase, type BaseHuman } from './assets.js';
import { buildBody, type Body } from './body.js';
import { MisuseError, readCommand, USAGE, type Command } from './command.js';
import { GUARDS, type PlannedGuard } from './guards.js';
import { PEOPLE } from './people.js';
import { poseBody, type Pose } from './pose.js';
import { caseScene, guardScene, marksOf } from './scene.js';
import { openStudio, type Studio } from './studio.js';
import { casePosture, caseTruth } from './truth.js';

const VIEWS = ['front', 'side', 'back'] as const satisfies readonly View[];

const writeJson = (file: string, content: unknown): Promise<void> => writeFile(file, `${JSON.stringify(content, null, 1)}\n`);

/** @param studio - Undefined where only the truth is wanted. */
async function makeCases({ folder, plan }: NonNullable<Command['cases']>, base: BaseHuman, studio: Studio | undefined, marks: boolean): Promise<void> {
  // One at a time: a plan may hold thousands.
  let current: { readonly key: string; readonly body: Body } | undefined;
  for (const [done, planned] of plan.cases.entries()) {
    const started = performance.now();
    if (current?.key !== planned.subject) {
      const person = plan.people[planned.subject];
      if (!person) throw new Error(`${planned.id}: there is no ${planned.subject}`);
      if (current) await studio?.forget(current.key);
      current = { key: planned.subject, body: buildBody(base, person) };
      await studio?.admit(current.key, current.body);
    }
    const pose = poseBody(current.body, casePosture(planned));
    const truth = caseTruth(planned, pose);
    const out = join(folder, planned.id);
    await mkdir(out, { recursive: true });
    await studio?.strike(current.key, current.body, pose);
    for (const view of studio ? VIEWS : []) {
      const scene = caseScene(planned, view, pose);
      const jpeg = await studio?.draw(marks ? { ...scene, marks: marksOf(truth.views[view]) } : scene);
      if (jpeg) await writeFile(join(out, `${view}.jpg`), jpeg);
    }
    // Last: a case with a truth is complete.
    await writeJson(join(out, 'truth.json'), truth);
    console.log(`${done + 1}/${plan.cases.length} ${planned.id} ${Math.round(performance.now() - started)} ms`);
  }
}

async function drawGuards(folder: string, guards: readonly PlannedGuard[], base: BaseHuman, studio: Studio): Promise<void> {
  const bodies = new Map<string, Body>();
  const poseOf = new Map<string, Pose>();
  for (const [done, guard] of guards.entries()) {
    for (const { subject } of guard.people) {
      const person = PEOPLE[subject];
      if (!person) throw new Error(`${guard.name}: there is no ${subject}`);
      const body = bodies.get(subject) ?? buildBody(base, person);
      if (!bodies.has(subject)) await studio.admit(subject, body);
      bodies.set(subject, body);
      poseOf.set(subject, poseBody(body, guard.posture));
      await studio.strike(subject, body, poseOf.get(subject)!);
    }
    const jpeg = await studio.draw(guardScene(guard, (subject) => poseOf.get(subject)!));
    await writeFile(join(folder, guard.entry.file), jpeg);
    console.log(`${done + 1}/${guards.length} ${guard.name}`);
  }
}

async function run({ cases, guards, marks, truthOnly }: Command): Promise<void> {
  const base = loadBase();
  const studio = truthOnly ? undefined : await openStudio();
  try {
    if (cases) await makeCases(cases, base, studio, marks);
    if (guards) {
      await mkdir(guards.folder, { recursive: true });
      if (studio) await drawGuards(guards.folder, guards.drawn, base, studio);
      await writeJson(join(guards.folder, 'guards.json'), GUARDS.map(({ entry }) => entry));
    }
  } finally {
    await studio?.close();
  }
}

try {
  await run(readCommand(process.argv.slice(2)));
} catch (error) {
  if (error instanceof MisuseError) console.error(`${error.message}\n\n${USAGE}`);
  else console.error(error);
  process.exitCode = error instanceof MisuseError ? 2 : 3;
}
