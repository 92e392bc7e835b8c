import manifest from '../models/manifest.json' with { type: 'json' };
import { AnalyzeLocallyError } from '../src/errors.js';

/** A file of the runtime or a model, as the build left it. */
export interface Asset {
  readonly file: string;
  /** Its length. */
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** Every file that this version of the package may load. */
export const ASSETS: readonly Asset[] = manifest.assets;

/** @throws AnalyzeLocallyError `engine-failed` for a file that the build did not make. */
export function assetNamed(file: string): Asset {
  const asset = ASSETS.find((entry) => entry.file === file);
  if (!asset) throw new AnalyzeLocallyError('engine-failed', `${file} is not in the manifest`);
  return asset;
}
