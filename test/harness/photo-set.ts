import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ROOT } from '../../demo/host/ensure-built.js';

/** The folder of real photographs: never part of this repository, and absent on most machines. */
export const PHOTO_SET = resolve(process.env['PHOTOS'] ?? join(ROOT, '..', 'shared', 'photos'));

/** Whether the photographs are on this machine. */
export const hasPhotoSet = existsSync(join(PHOTO_SET, 'README.md'));

/** One line for a test's output. */
export const photoSetNote = hasPhotoSet
  ? `photo set: ${PHOTO_SET}`
  : `photo set: ABSENT at ${PHOTO_SET}; tests that need it are skipped (set PHOTOS to its folder)`;

/** A photograph of the set, encoded. */
export const setPhoto = (file: string): Promise<Buffer> => readFile(join(PHOTO_SET, file));
