/**
 * `npm run fit:adapter -- --cases DIR [--backend B]`: prints the constants of `src/keypoints/offsets.ts` and `src/keypoints/neck.ts`,
 * fitted on rendered people. Fit on people that the accuracy benchmark does not use.
 */
import { parseArgs } from 'node:util';
import { Matrix, solve } from 'ml-matrix';
import type { BackendName, PhotoDetails, Point, View } from 'analyze-locally';
import { openEngine } from '../../demo/cli/engine-page.js';
import { ensureBuilt } from '../../demo/host/ensure-built.js';
import { midpoint } from '../../src/geometry/vector.js';
import { bodyFrame, facingOf, leftDirection, placed } from '../../src/keypoints/body-frame.js';
import { KEYPOINT_NAMES, type KeypointName } from '../../src/keypoints/names.js';
import { neckFeatures } from '../../src/keypoints/neck.js';
import type { Landmarks } from '../../src/pose/landmarks.js';
import { caseNames, readCase } from './ground-truth.js';
import { quantile } from './statistics.js';

/** One photo as the engine saw it, beside its truth. */
interface Sample {
  readonly view: View;
  readonly landmarks: Landmarks;
  readonly neck: PhotoDetails['neck'];
  readonly truth: Readonly<Record<KeypointName, Point>>;
  readonly c7: Point | undefined;
}

const PAIRED = ['shoulder', 'elbow', 'wrist', 'knee', 'ankle', 'ear', 'eye'] as const;

async function samples(folder: string, backend: BackendName | undefined): Promise<Sample[]> {
  const engine = await openEngine({ backend, model: 'heavy' });
  const found: Sample[] = [];
  try {
    for (const name of await caseNames(folder)) {
      process.stderr.write(`\r${name}   `);
      const { truth, photos } = await readCase(folder, name);
      const { details } = await engine.analyze(photos, { details: true });
      for (const [view, { landmarks, neck }] of Object.entries(details?.photos ?? {}) as [View, PhotoDetails][]) {
        const { keypoints, joints } = truth.views[view];
        const named = Object.fromEntries(KEYPOINT_NAMES.map((key, i) => [key, keypoints[i]])) as Record<KeypointName, Point>;
        if (landmarks) found.push({ view, landmarks, neck, truth: named, c7: joints['c7'] });
      }
    }
  } finally {
    await engine.close();
    process.stderr.write('\n');
  }
  return found;
}

/** Offsets of one part over all samples, `[outward or forward, up]`. */
function offsetsOf(part: string, { view, landmarks, truth }: Sample): Point[] {
  const frame = bodyFrame(landmarks);
  const from = (start: Point, to: KeypointName, outward: number): Point => {
    const [across, up] = placed(frame, start, truth[to]);
    return [across * outward, up];
  };
  const forward = view === 'side' ? facingOf(landmarks) : 0;
  if (part === 'nose') return [from(landmarks.nose.point, 'nose', forward)];
  if (part === 'pelvis') return [from(frame.midHip, 'pelvis', forward)];
  if (part === 'thorax') return [from(frame.midShoulder, 'thorax', forward)];
  if (part === 'headTop') return [from(frame.midEar, 'head_top', forward)];
  const left = leftDirection(landmarks, frame);
  const name = part as (typeof PAIRED)[number];
  return [
    from(landmarks[`l_${name}`].point, `l_${name}`, forward || left),
    from(landmarks[`r_${name}`].point, `r_${name}`, forward || -left),
  ];
}

const median = (values: readonly number[]): string => (quantile(values, 0.5) + 0).toFixed(3);

function printOffsets(all: readonly Sample[]): void {
  for (const view of ['front', 'back', 'side'] as const) {
    console.log(`  ${view}: {`);
    for (const part of [...PAIRED, 'nose', 'pelvis', 'thorax', 'headTop']) {
      const offsets = all.filter((sample) => sample.view === view).flatMap((sample) => offsetsOf(part, sample));
      console.log(`    ${part}: [${median(offsets.map(([x]) => x))}, ${median(offsets.map(([, y]) => y))}],`);
    }
    console.log('  },');
  }
}

function printNeck(profiles: readonly Sample[], withContour: boolean): void {
  const usable = withContour ? profiles.filter(({ neck }) => neck) : profiles;
  const features = usable.map(({ landmarks, neck }) => neckFeatures({ landmarks }, bodyFrame(landmarks), withContour ? neck : undefined));
  for (const target of ['c7', 'thorax'] as const) {
    const truths = usable.map(({ landmarks, truth, c7 }) => {
      const frame = bodyFrame(landmarks);
      const [across, up] = placed(frame, frame.midShoulder, target === 'c7' ? (c7 ?? midpoint(truth.l_ear, truth.r_ear)) : truth.thorax);
      return [across * facingOf(landmarks), up];
    });
    const fitted = solve(new Matrix(features), new Matrix(truths));
    const column = (index: number): string => fitted.getColumn(index).map((value) => value.toFixed(4)).join(', ');
    console.log(`  ${target}: { forward: [${column(0)}], up: [${column(1)}] },`);
  }
}

const { values } = parseArgs({ options: { cases: { type: 'string' }, backend: { type: 'string' } } });
if (values.cases === undefined) {
  console.error('Usage: npm run fit:adapter -- --cases DIR [--backend blazepose|mediapipe]');
  process.exit(2);
}
ensureBuilt();
const all = await samples(values.cases, values.backend as BackendName | undefined);
const profiles = all.filter(({ view }) => view === 'side');
console.log(`${String(all.length)} photos\noffsets.ts`);
printOffsets(all);
console.log('neck.ts, with contour');
printNeck(profiles, true);
console.log('neck.ts, without contour');
printNeck(profiles, false);
