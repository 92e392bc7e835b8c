import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { View } from 'analyze-locally';
import { ROOT } from '../../demo/host/ensure-built.js';

const FIXTURES = join(ROOT, 'test', 'fixtures');

/** Rendered people with exact keypoints and metrics; each is accepted in all three views. */
export const CASES = ['f1-08', 'm1-02', 'm2-01'] as const;

/** One of {@link CASES}. */
export type CaseName = (typeof CASES)[number];

/** A photo of a case, encoded. */
export const casePhoto = (name: CaseName, view: View): Promise<Buffer> => readFile(join(FIXTURES, 'cases', name, `${view}.jpg`));

/** The three photos of a case, encoded. */
export async function casePhotos(name: CaseName): Promise<Record<View, Buffer>> {
  const [front, side, back] = await Promise.all([casePhoto(name, 'front'), casePhoto(name, 'side'), casePhoto(name, 'back')]);
  return { front, side, back };
}

/** A photo that must be refused or warned about, encoded. */
export const guardPhoto = (name: string): Promise<Buffer> => readFile(join(FIXTURES, 'guards', `${name}.jpg`));

/** The web API's published answer: coordinates, metrics and grades. */
export const publishedSample = async (): Promise<Readonly<Record<'coords' | 'metrics' | 'grades', Readonly<Record<string, unknown>>>>> =>
  JSON.parse(await readFile(join(FIXTURES, 'published', 'sample.json'), 'utf8')) as Awaited<ReturnType<typeof publishedSample>>;

/** The keys of the web API's published answer, in its order; of some views alone, those that are theirs. */
export async function publishedKeys(views: readonly View[] = ['front', 'side', 'back']): Promise<string[]> {
  const { coords, metrics, grades } = await publishedSample();
  const viewOf = (key: string): View => (/^(far_|forig)/.test(key) ? 'front' : /^(bar_|borig)/.test(key) ? 'back' : 'side');
  const drawn = ['forigimg', 'sorigimg', 'borigimg'];
  const named = [coords, metrics, grades].flatMap((fields) => Object.keys(fields)).sort();
  return [
    ...['state', 'status_code', 'APIName', 'credit_change', 'credit', 'uuid'],
    ...[...drawn, ...named].filter((key) => views.includes(viewOf(key))),
  ];
}

/** The web API's published JavaScript example, to the letter. */
export const PUBLISHED_EXAMPLE = join(FIXTURES, 'published', 'example.js');
