import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MetricName, Point, View } from 'analyze-locally';
import type { EncodedPhotos } from '../../demo/cli/engine-page.js';

/** One rendered person: exact keypoints and metrics. */
export interface Truth {
  readonly id: string;
  readonly subject: string;
  readonly views: Readonly<
    Record<
      View,
      {
        readonly facing: 'left' | 'right' | null;
        /** 22 points, pixels. */
        readonly keypoints: readonly Point[];
        /** Further named points, pixels. */
        readonly joints: Readonly<Record<string, Point>>;
      }
    >
  >;
  /** Degrees. */
  readonly metrics: Readonly<Record<MetricName, number>>;
}

/** A case folder with its photos read. */
export interface Case {
  readonly truth: Truth;
  readonly photos: EncodedPhotos;
}

const VIEWS = ['front', 'side', 'back'] as const satisfies readonly View[];

/** The names of the case folders in `folder`, sorted. */
export async function caseNames(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'truth.json')))
    .map((entry) => entry.name)
    .sort();
}

/** Reads one case: its truth and whichever of its three photos are there. */
export async function readCase(folder: string, name: string): Promise<Case> {
  const truth = JSON.parse(await readFile(join(folder, name, 'truth.json'), 'utf8')) as Truth;
  const photos: EncodedPhotos = {};
  for (const view of VIEWS) {
    const file = join(folder, name, `${view}.jpg`);
    if (existsSync(file)) photos[view] = await readFile(file);
  }
  return { truth, photos };
}
