/**
 * `npm run corrector:dataset -- --cases DIR --recordings DIR --out DIR [--views front,side,back]`: what `fit.py` fits on. Of each view: `features.f32`,
 * `truth.f32` (both in the measuring frame), `windows.f32` and `heads.f32` (windows of the feature map, their places and
 * targets), `patches.u8` and `patches.f32`, and `layout.json`, which says how they are cut.
 */
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { measure } from '../../src/correction/features.js';
import { inFrame, measuringFrame } from '../../src/correction/frame.js';
import { HEAD_SITES, headReadings } from '../../src/correction/heads.js';
import { Outline } from '../../src/correction/outline.js';
import { CORRECTED, FRONTAL_PARTS, PROFILE_PARTS, type CorrectedName } from '../../src/correction/parts.js';
import { PATCH_SIDE } from '../../src/correction/patch-network.js';
import { GreyLevels, greyOf, patchOf } from '../../src/correction/patches.js';
import { SITE_NAMES, sitesOf, type SiteName } from '../../src/correction/sites.js';
import { midpoint, type Point } from '../../src/geometry/vector.js';
import { KEYPOINT_NAMES } from '../../src/keypoints/names.js';
import { mirroredName } from '../../src/pose/landmarks.js';
import type { Truth } from '../../test/bench/ground-truth.js';
import { readRecording, type ReadLook } from './read-recording.js';
import { WINDOW as RECORDED } from './recording.js';

/** Points round a patch on each side, so that training can move it. */
const MARGIN = 8;

/** The true point that each head is fitted to. */
const HEAD_TARGETS: Readonly<Partial<Record<SiteName, string>>> = {
  neck: 'thorax',
  l_hip: 'l_hip_joint',
  r_hip: 'r_hip_joint',
  l_widened_hip: 'l_hip',
  r_widened_hip: 'r_hip',
  l_foot_index: 'l_toe',
  r_foot_index: 'r_toe',
};

/** A number between 0 and 1, the same in every run. */
function repeatable(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** The recorded window of a site as a feature map of its own, for reading between its cells. */
function recordedMap(look: ReadLook, site: number, channels: number) {
  const size = RECORDED * RECORDED * channels;
  return { side: RECORDED, channels, data: Float32Array.from(look.windows.subarray(site * size, (site + 1) * size), (bits) => HALVES[bits] ?? 0) };
}

/** Every half-precision number. */
const HALVES = Float32Array.from({ length: 65536 }, (_, bits) => halfToFloat(bits));

function halfToFloat(bits: number): number {
  const [sign, exponent, fraction] = [bits & 0x8000 ? -1 : 1, (bits >> 10) & 31, bits & 1023];
  return exponent === 0 ? sign * 2 ** -24 * fraction : sign * 2 ** (exponent - 25) * (1024 + fraction);
}

const { values } = parseArgs({ options: { cases: { type: 'string' }, recordings: { type: 'string' }, out: { type: 'string' }, views: { type: 'string', default: 'front,side,back' } } });
const { cases, recordings, out } = values;
if (cases === undefined || recordings === undefined || out === undefined) {
  console.error('Usage: npm run corrector:dataset -- --cases DIR --recordings DIR --out DIR [--views front,side,back]');
  process.exit(2);
}

for (const view of (['front', 'side', 'back'] as const).filter((name) => values.views.split(',').includes(name))) {
  const folder = join(out, view);
  mkdirSync(folder, { recursive: true });
  const open = (name: string): ((values: ArrayBufferView) => void) => {
    const file = openSync(join(folder, name), 'w');
    closers.push(() => {
      closeSync(file);
    });
    return (data) => writeSync(file, Buffer.from(data.buffer, data.byteOffset, data.byteLength));
  };
  const closers: (() => void)[] = [];
  const put = {
    features: open('features.f32'),
    truth: open('truth.f32'),
    windows: open('windows.f32'),
    heads: open('heads.f32'),
    patches: open('patches.u8'),
    jitter: open('patches.f32'),
  };
  const parts = view === 'side' ? PROFILE_PARTS : FRONTAL_PARTS;
  const names: string[] = [];
  const looks: number[] = [];
  let layout: { partner: number[]; sign: number[] } | undefined;
  const random = repeatable(7);
  for (const file of readdirSync(recordings).filter((name) => name.endsWith(`-${view}.bin`)).sort()) {
    const name = file.slice(0, -`-${view}.bin`.length);
    const { header, merged, silhouette, looks: seen } = readRecording(join(recordings, file));
    if (header.failure !== undefined && header.failure !== 'not-a-pose') continue;
    const truth = (JSON.parse(readFileSync(join(cases, name, 'truth.json'), 'utf8')) as Truth).views[view];
    const frame = measuringFrame(view, merged);
    const isTurned = view === 'side' && frame.across[0] < 0;
    const trueAt = (key: string): Point => {
      const index = (KEYPOINT_NAMES as readonly string[]).indexOf(key);
      const point = index >= 0 ? truth.keypoints[index] : truth.joints[key];
      if (!point) throw new Error(`${name} has no ${key}`);
      return inFrame(frame, [point[0] / header.scale, point[1] / header.scale]);
    };
    const place = (key: CorrectedName): Point => trueAt(isTurned ? mirroredName(key) : key);
    const measured = measure(view, frame, merged, seen as never, silhouette);
    layout ??= { partner: [...measured.partner], sign: [...measured.sign] };
    // What training throws away: a person who was not found at all lies elsewhere.
    if (CORRECTED.some((key) => key !== 'c7' && !isNear(place(key)))) continue;
    names.push(name);
    looks.push(seen.length);
    put.features(measured.values);
    put.truth(Float32Array.from(CORRECTED.flatMap((key) => [...place(key)])));

    const sites = sitesOf(view, merged);
    for (const look of view === 'side' ? [] : seen) {
      for (const site of HEAD_SITES) {
        const index = SITE_NAMES.indexOf(site);
        const map = recordedMap(look, index, header.channels);
        // The recorded window begins so many cells from the map's corner.
        const [column = 0, row = 0] = [look.cells[2 * index], look.cells[2 * index + 1]].map((cell) => (cell ?? 0) - (RECORDED - 1) / 2);
        const shifted = { ...look.toPicture, e: look.toPicture.e + 4 * (look.toPicture.a * column + look.toPicture.c * row), f: look.toPicture.f + 4 * (look.toPicture.b * column + look.toPicture.d * row) };
        const reading = headReadings(frame, sites, [{ features: map, mirrored: look.mirrored, toPicture: shifted }], [site])[0]!;
        const target = trueAt(HEAD_TARGETS[site] ?? site);
        put.windows(reading.window);
        put.heads(
          Float32Array.of(names.length - 1, HEAD_SITES.indexOf(reading.site), reading.head, ...reading.centre, ...reading.toFrame, ...target),
        );
      }
    }

    const [width, height] = header.size;
    const rgba = await sharp(join(cases, name, `${view}.jpg`)).resize(width, height, { fit: 'fill', kernel: 'cubic' }).ensureAlpha().raw().toBuffer();
    const levels = new GreyLevels(greyOf({ width, height, data: new Uint8ClampedArray(rgba.buffer, rgba.byteOffset, rgba.length) }));
    const outline = new Outline(silhouette, frame);
    for (const { places, between, half } of parts) {
      const spots: readonly Point[] = between ? [midpoint(place(between[0]), place(between[1]))] : places.map((key) => place(key));
      spots.forEach((spot, index) => {
        const mirrored = index === 1;
        const step = (2 * half) / PATCH_SIDE;
        const [right, down] = [random() - 0.5, random() - 0.5];
        const centre: Point = [spot[0] + right * step * (mirrored ? -1 : 1), spot[1] - down * step];
        const side = PATCH_SIDE + 2 * MARGIN;
        put.patches(patchOf(levels, outline, frame, { centre, half: (half * side) / PATCH_SIDE, mirrored }, side));
        put.jitter(Float32Array.of(right, down));
      });
    }
    process.stderr.write(`\r${view} ${names.length}   `);
  }
  for (const close of closers) close();
  writeFileSync(
    join(folder, 'layout.json'),
    JSON.stringify({ view, names, looks, ...layout, places: CORRECTED, heads: HEAD_SITES, parts, margin: MARGIN, side: PATCH_SIDE }),
  );
}

/** Trunk lengths: nobody's joint is farther from mid-hip. */
function isNear([x, y]: Point): boolean {
  return Math.hypot(x, y) < 3.2;
}
