/** What went wrong, for programs to act on. */
export type AnalyzeLocallyErrorCode =
  /** A runtime or model file is not at its URL, or the server answered with something else. */
  | 'asset-missing'
  /** A runtime or model file differs from the one this version was built with. */
  | 'asset-corrupt'
  /** The worker's script could not be started, or is that of another version. */
  | 'worker-failed'
  /** The engine did not answer within the time given by the `timeout` option. */
  | 'timeout'
  /** This browser lacks something that the engine needs. */
  | 'unsupported'
  /** The engine could not be started for another reason. */
  | 'engine-failed'
  /** 64 calls wait already: this one did nothing. */
  | 'busy'
  /** The analyzer was closed. */
  | 'closed';

/**
 * The platform failed, not the photo: a missing or corrupt asset, a worker that does not start, a timeout, a browser
 * without what the engine needs. The next call starts afresh. What to do about each code: docs/faults.md.
 */
export class AnalyzeLocallyError extends Error {
  /** Stable; the message may change. */
  readonly code: AnalyzeLocallyErrorCode;

  constructor(code: AnalyzeLocallyErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    // Not assigned: that fails where the page has frozen the prototypes of errors.
    Object.defineProperty(this, 'name', { value: 'AnalyzeLocallyError', configurable: true, enumerable: true, writable: true });
    this.code = code;
  }
}

/** What an aborted call rejects with. */
export const abortError = (): DOMException => new DOMException('The analysis was aborted.', 'AbortError');
