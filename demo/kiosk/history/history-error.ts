/** What can go wrong with the history; each has a text in `history:errors`. */
export type HistoryErrorCode =
  /** The passphrase or the recovery code opens nothing here. */
  | 'wrongSecret'
  /** The device has no room. Nothing was written. */
  | 'full'
  /** Another tab holds an older or newer state of the database. */
  | 'blocked'
  /** The browser keeps nothing: a private window, or storage is forbidden. */
  | 'unavailable'
  /** Locked since, by time or by another tab. */
  | 'locked'
  /** A stored record is not as it was written. */
  | 'damaged'
  /** The file is no export of a history, or not as it was written. */
  | 'notAnExport'
  /** The file, or what is in it, is larger than this app takes. */
  | 'tooLarge'
  /** The file was written by a newer app. */
  | 'newer';

/** Something the person is told in words, without details that could tell of somebody. */
export class HistoryError extends Error {
  override readonly name = 'HistoryError';

  constructor(readonly code: HistoryErrorCode, options?: ErrorOptions) {
    super(code, options);
  }
}

/** What an exception of the browser's storage means. */
export function historyErrorOf(error: unknown): HistoryError {
  if (error instanceof HistoryError) return error;
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'QuotaExceededError') return new HistoryError('full', { cause: error });
  // A connection that another tab's upgrade or deletion has closed.
  if (name === 'InvalidStateError') return new HistoryError('locked', { cause: error });
  return new HistoryError('unavailable', { cause: error });
}
