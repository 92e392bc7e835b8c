import type { AnalyzeLocallyErrorCode } from '../src/errors.js';

/** A failure of the platform with the code that the caller will see. */
export class EngineError extends Error {
  readonly code: AnalyzeLocallyErrorCode;

  constructor(code: AnalyzeLocallyErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EngineError';
    this.code = code;
  }
}
