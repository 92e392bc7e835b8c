import { fits, pictureSize } from '../session/picture-size.js';
import { pictureTypeOf } from '../session/picture-type.js';

/** Why a file is no photo that could be measured. What is in the picture is the engine's to judge. */
export type FileTrouble = 'not-an-image' | 'heic' | 'unreadable' | 'too-large' | 'too-many-pixels';

/** The largest file that is read: a PNG of the most pixels that the engine takes is smaller. */
export const MAX_MEGABYTES = 200;

const isHeic = ({ name, type }: File): boolean => /hei[cf]/.test(type) || /\.hei[cf]$/i.test(name);

/**
 * Reads a file into memory: what was chosen stays although the card is pulled out, and its name is left behind.
 *
 * @returns The photo, or what is wrong with the file.
 */
export async function readPhoto(file: File): Promise<Blob | FileTrouble> {
  if (file.type !== '' && !file.type.startsWith('image/')) return 'not-an-image';
  if (file.size > MAX_MEGABYTES * 1e6) return 'too-large';
  const bytes = await file.arrayBuffer().catch(() => undefined);
  if (!bytes || bytes.byteLength === 0) return 'unreadable';
  // Others can be measured in some browsers, but the history does not keep them: a visit would be saved and not read again.
  const type = pictureTypeOf(new Uint8Array(bytes));
  if (type) {
    const blob = new Blob([bytes], { type });
    const size = await pictureSize(blob);
    // Shown small, it would be unpacked all the same.
    if (size) return fits(size) ? blob : 'too-many-pixels';
  }
  return isHeic(file) ? 'heic' : 'unreadable';
}
