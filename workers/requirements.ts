import { AnalyzeLocallyError } from '../src/errors.js';

/** What is thrown where the browser lacks something. */
export const lacking = (what: string, remedy = ''): AnalyzeLocallyError =>
  new AnalyzeLocallyError('unsupported', `This browser or device does not offer ${what}, which the engine needs.${remedy}`);

/** @throws AnalyzeLocallyError `unsupported`, naming what the browser lacks of what every backend needs. */
export function checkBrowser(): void {
  if (typeof WebAssembly === 'undefined') throw lacking('WebAssembly');
  if (typeof OffscreenCanvas === 'undefined') throw lacking('OffscreenCanvas');
}
