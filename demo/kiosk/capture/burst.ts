import type { Shot } from './shot.js';

/** Of so many frames one is kept. */
const SHOTS = 4;

/** No further frame is taken after this; milliseconds. */
const LONGEST = 1_500;

/**
 * Takes a few frames of a video, and has each looked at.
 *
 * @returns At least one; theirs to close.
 * @throws DOMException named `InvalidStateError` for a video without a picture.
 */
export async function takeShots(
  video: HTMLVideoElement,
  look: (frame: ImageBitmap) => Promise<Omit<Shot, 'bitmap'>>,
): Promise<readonly Shot[]> {
  const end = performance.now() + LONGEST;
  const bitmaps: ImageBitmap[] = [];
  const shots: Shot[] = [];
  try {
    do {
      const bitmap = await createImageBitmap(video);
      bitmaps.push(bitmap);
      shots.push({ bitmap, ...(await look(bitmap)) });
    } while (shots.length < SHOTS && performance.now() < end);
    return shots;
  } catch (error) {
    // The camera may go in the middle.
    for (const bitmap of bitmaps) bitmap.close();
    throw error;
  }
}
