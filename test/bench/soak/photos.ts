import sharp from 'sharp';
import type { View } from 'analyze-locally';
import { CASES, casePhoto, guardPhoto } from '../../harness/fixture-photos.js';

/** How a photo is handed to the package. */
export const SOURCES = ['blob', 'bytes', 'base64', 'bitmap', 'canvas'] as const;
/** One of {@link SOURCES}. */
export type Source = (typeof SOURCES)[number];

/** One analysis: encoded photos by their view, as what they are handed over, and whether they must be accepted. */
export interface SoakRun {
  readonly photos: Partial<Readonly<Record<View, Buffer>>>;
  readonly source: Source;
  readonly isAccepted: boolean;
}

/** The runs that are gone through again and again: two rounds are a hundred. */
export const ROUND = 50;

const VIEWS = ['front', 'side', 'back'] as const satisfies readonly View[];

/** Photos that are refused as front photos. */
const REFUSED = ['empty-room', 'rolled-15', 'feet-off', 'oblique-60'] as const;

/** The photo in another size, with other margins and another brightness by its number. */
async function varied(photo: Buffer, number: number): Promise<Buffer> {
  const { width, height } = await sharp(photo).metadata();
  const part = (steps: number): number => (number % steps) / (steps - 1);
  const [across, down] = [Math.round(width * 0.04 * part(7)), Math.round(height * 0.03 * part(5))];
  return sharp(photo)
    .extract({ left: across, top: down, width: width - 2 * across, height: height - 2 * down })
    .resize({ width: Math.round(width * (0.6 + 0.7 * part(11))) })
    .modulate({ brightness: 0.8 + 0.4 * part(13) })
    .jpeg({ quality: 85 + (number % 10) })
    .toBuffer();
}

const item = <Value>(values: readonly Value[], number: number): Value => values[number % values.length] as Value;

/** One in ten has three photos, one in ten is refused, the others have one photo. */
async function runNumber(number: number): Promise<SoakRun> {
  const source = item(SOURCES, number);
  const name = item(CASES, number);
  if (number % 10 === 4) {
    return { photos: { front: await guardPhoto(item(REFUSED, Math.floor(number / 10))) }, source, isAccepted: false };
  }
  const views = number % 10 === 9 ? VIEWS : [item(VIEWS, Math.floor(number / 3))];
  const photos = await Promise.all(views.map(async (view) => [view, await varied(await casePhoto(name, view), number)] as const));
  return { photos: Object.fromEntries(photos), source, isAccepted: true };
}

/** All runs of a round. */
export const soakRuns = (): Promise<SoakRun[]> => Promise.all(Array.from({ length: ROUND }, (_, number) => runNumber(number)));
