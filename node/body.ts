import type { IncomingMessage } from 'node:http';

/** A body is longer than is taken. */
export class TooLargeError extends Error {}

/** Told the length of each piece that arrives; may throw, which ends the reading. */
export type OnPiece = (bytes: number) => void;

/**
 * Reads a request's body.
 *
 * @param limit - How much of it is taken, bytes.
 * @throws TooLargeError, and whatever the connection or `onPiece` throws.
 */
export async function readBody(request: IncomingMessage, limit: number, onPiece: OnPiece = () => undefined): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  // The connection stays, to answer on.
  for await (const piece of request.iterator({ destroyOnReturn: false })) {
    const bytes = piece as Buffer;
    length += bytes.length;
    if (length > limit) throw new TooLargeError();
    onPiece(bytes.length);
    pieces.push(bytes);
  }
  return Buffer.concat(pieces);
}
