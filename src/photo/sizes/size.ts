/** The size of a picture as its header gives it, pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Reads sizes from a header, as decoders read them: all that may count, since whoever wrote the file chose what stands there.
 * One after another: a file can be made of nothing else.
 *
 * @returns None where the header does not tell.
 * @throws RangeError where the file ends within it.
 */
export type ReadSizes = (bytes: Uint8Array) => Iterable<PictureSize>;

/** The file's numbers, by their offset in it. */
export const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView => new DataView(buffer, byteOffset, byteLength);

/** The four characters of a chunk's or box's name. */
export const nameAt = (view: DataView, at: number): string =>
  String.fromCharCode(...[0, 1, 2, 3].map((offset) => view.getUint8(at + offset)));
