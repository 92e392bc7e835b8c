import { VIEWS } from '../session/views.js';
import { csvOf } from './csv.js';
import type { ReportData } from './report-data.js';

/** How files are made. */
export interface FileOptions {
  /** What they are called, without an ending. */
  readonly stem: string;
  /** Whether the data say more than the web API does. */
  readonly withDetails: boolean;
}

/** The answer as the web API gives it; its details are an addition to that. */
export function jsonOf({ answer }: ReportData, withDetails: boolean): string {
  const { details, ...api } = answer;
  return JSON.stringify(withDetails ? { ...api, details } : api, null, 2);
}

/** The photos with the result drawn on them. */
export const pictureFiles = ({ drawn }: ReportData, { stem }: Pick<FileOptions, 'stem'>): File[] =>
  VIEWS.flatMap((view) => {
    const picture = drawn[view];
    return picture ? [new File([picture], `${stem}-${view}.jpg`, { type: 'image/jpeg' })] : [];
  });

/** The measurements for spreadsheet programs. */
export const tableFile = (data: ReportData, { stem }: Pick<FileOptions, 'stem'>): File =>
  new File([csvOf(data)], `${stem}.csv`, { type: 'text/csv' });

/** The answer for programs. */
export const dataFile = (data: ReportData, { stem, withDetails }: FileOptions): File =>
  new File([jsonOf(data, withDetails)], `${stem}.json`, { type: 'application/json' });

/** All of them in one. */
export async function everythingFile(data: ReportData, options: FileOptions): Promise<File> {
  const files = [...pictureFiles(data, options), tableFile(data, options), dataFile(data, options)];
  const { zipOf } = await import('./zip.js');
  return zipOf(files, options.stem);
}
