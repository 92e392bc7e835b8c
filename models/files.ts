import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import type { Fingerprint } from './manifest.js';

/** Length and hash of a content, to compare with the manifest. */
export function fingerprint(content: Uint8Array): Fingerprint {
  return { bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
}

/**
 * A file's content, or `undefined` where there is no such file.
 *
 * @throws what `readFile` throws for any other reason
 */
export async function readIfPresent(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Writes a file so that a reader, or a run that is cut short, never sees half of it. Makes the folder if needed.
 *
 * @throws what the file system throws; the temporary file is removed first
 */
export async function writeAtomically(path: string, content: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  // Beside the target: a rename is atomic only within one file system.
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, content);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
