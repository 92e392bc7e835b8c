import { writeFile } from 'node:fs/promises';
import sharp from 'sharp';

/** A camera's picture, pixels. */
export interface FrameSize {
  readonly width: number;
  readonly height: number;
}

/** Two seconds at a camera's 30 frames a second, after which the film begins again. */
const FRAMES = 60;

/** How far the person sways to either side, share of the frame's width. */
const SWAY = 0.05;

/**
 * Writes a film for Chromium's fake camera: a person who sways before a plain wall.
 *
 * @param photo - An encoded photo of the person.
 * @param file - Where to; its name ends in `.mjpeg`.
 */
export async function writeFilm(photo: string, { width, height }: FrameSize, file: string): Promise<void> {
  const { data: person, info } = await sharp(photo).resize({ width, height, fit: 'inside' }).toBuffer({ resolveWithObject: true });
  const frames: Buffer[] = [];
  for (let index = 0; index < FRAMES; index++) {
    const free = width - info.width;
    const sway = Math.min(free / 2, SWAY * width) * Math.sin((2 * Math.PI * index) / FRAMES);
    frames.push(
      await sharp({ create: { width, height, channels: 3, background: '#8b9096' } })
        .composite([{ input: person, left: Math.round(free / 2 + sway), top: height - info.height }])
        .jpeg({ quality: 85 })
        .toBuffer(),
    );
  }
  await writeFile(file, Buffer.concat(frames));
}

/** What gives Chromium a camera that shows a film, without asking anybody. */
export const fakeCamera = (film: string): string[] => [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  `--use-file-for-fake-video-capture=${film}`,
];
