import { pictureFiles, tableFile } from './files.js';
import type { ReportData } from './report-data.js';

const canShare = (files: File[]): boolean => typeof navigator.canShare === 'function' && navigator.canShare({ files });

/** Whether this browser hands pictures to other apps. */
export const hasShareSheet = (): boolean => canShare([new File([''], 'photo.jpg', { type: 'image/jpeg' })]);

/**
 * Opens the share sheet with the drawn photos, and with the table where the browser shares tables.
 *
 * @returns `false` where the person changed their mind.
 * @throws DOMException where the browser or the other app fails.
 */
export async function share(data: ReportData, stem: string): Promise<boolean> {
  const pictures = pictureFiles(data, { stem });
  const all = [...pictures, tableFile(data, { stem })];
  try {
    await navigator.share({ files: canShare(all) ? all : pictures });
    return true;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return false;
    throw error;
  }
}
