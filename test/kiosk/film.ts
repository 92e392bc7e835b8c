import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { ROOT } from '../../demo/host/ensure-built.js';

/** Pixels of a film: a phone held upright, at a size that a busy machine can play. */
const WIDTH = 540;
const HEIGHT = 960;

/** Frames a second. Decoding nothing and showing few, a machine of two cores has time left to look at them. */
const RATE = 6;

/** A part of a film. */
export interface Scene {
  /** Under `test/fixtures`, without its ending. */
  readonly picture: string;
  readonly seconds: number;
  /** The part of the picture that fills the frame: 1 shows its whole width, 2 half of it. */
  readonly zoom?: number;
  /** How far the picture is moved to the right, parts of the frame's width; what it uncovers shows the picture's edge. */
  readonly shift?: number;
}

/** Nobody is there. */
export const emptyRoom = (seconds: number): Scene => ({ picture: 'guards/empty-room', seconds });

/** One frame: the picture fills the width, and its edges go on to where it ends. */
async function frameOf({ picture, zoom = 1, shift = 0 }: Scene): Promise<Buffer> {
  const scaled = sharp(join(ROOT, 'test', 'fixtures', `${picture}.jpg`)).resize({ width: Math.round(WIDTH * zoom) });
  const { data, info } = await scaled.toBuffer({ resolveWithObject: true });
  const reach = Math.ceil(Math.abs(shift) * WIDTH) + 2;
  const vertical = Math.max(0, Math.ceil((HEIGHT - info.height) / 2));
  const padded = await sharp(data)
    .extend({ top: vertical, bottom: vertical, left: reach, right: reach, extendWith: 'copy' })
    .toBuffer({ resolveWithObject: true });
  return sharp(padded.data)
    .extract({
      left: Math.round((padded.info.width - WIDTH) / 2 - shift * WIDTH),
      top: Math.round((padded.info.height - HEIGHT) / 2),
      width: WIDTH,
      height: HEIGHT,
    })
    .removeAlpha()
    .raw()
    .toBuffer();
}

/** Bytes of red, green and blue as a film's planes: luma, and each chroma at half the size (4:2:0, Rec. 601). */
function planesOf(pixels: Buffer): Buffer {
  const count = WIDTH * HEIGHT;
  const planes = Buffer.alloc(count * 1.5);
  const channel = (x: number, y: number, index: number): number => pixels[(y * WIDTH + x) * 3 + index] ?? 0;
  const mixed = (x: number, y: number, [r, g, b]: readonly [number, number, number]): number =>
    r * channel(x, y, 0) + g * channel(x, y, 1) + b * channel(x, y, 2);
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) planes[y * WIDTH + x] = 16 + mixed(x, y, [0.257, 0.504, 0.098]);
  }
  for (let y = 0; y < HEIGHT; y += 2) {
    for (let x = 0; x < WIDTH; x += 2) {
      const at = count + (y / 2) * (WIDTH / 2) + x / 2;
      planes[at] = 128 + mixed(x, y, [-0.148, -0.291, 0.439]);
      planes[at + count / 4] = 128 + mixed(x, y, [0.439, -0.368, -0.071]);
    }
  }
  return planes;
}

/** A film on disk. */
export interface Film {
  readonly path: string;
  /** Seconds until it begins again. */
  readonly seconds: number;
  /** Takes it off the disk. */
  remove(): Promise<void>;
}

/** Makes a film of rendered people, as Y4M. Chromium plays it over and over. */
export async function makeFilm(scenes: readonly Scene[]): Promise<Film> {
  const folder = await mkdtemp(join(tmpdir(), 'film-'));
  const path = join(folder, 'film.y4m');
  const frames = await Promise.all(scenes.map(async (scene) => planesOf(await frameOf(scene))));
  await writeFile(path, [
    Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F${RATE}:1 Ip A1:1 C420jpeg\n`),
    ...scenes.flatMap(({ seconds }, index) =>
      Array.from({ length: Math.max(1, Math.round(seconds * RATE)) }, () => [Buffer.from('FRAME\n'), frames[index] as Buffer]).flat(),
    ),
  ]);
  return {
    path,
    seconds: scenes.reduce((sum, { seconds }) => sum + seconds, 0),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Somebody comes in from the side, too near, and steps back: scenes of a few frames each. */
export function walkIn(picture: string): readonly Scene[] {
  const steps = [
    { shift: 0.62, zoom: 1.9 },
    { shift: 0.45, zoom: 1.85 },
    { shift: 0.3, zoom: 1.8 },
    { shift: 0.18, zoom: 1.7 },
    { shift: 0.08, zoom: 1.55 },
    { shift: 0.03, zoom: 1.35 },
    { shift: 0, zoom: 1.15 },
  ];
  return steps.map((step) => ({ picture, seconds: 0.35, ...step }));
}

/** Has Chromium play a film as its camera. */
export const cameraFlags = (film: Film): readonly string[] => [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  `--use-file-for-fake-video-capture=${film.path}`,
];
