/** What a photo of a visit may be. */
export type PictureType = 'image/jpeg' | 'image/png' | 'image/webp';

/** The bytes that their files have, and where. */
const SIGNATURES: Readonly<Record<PictureType, readonly (readonly [at: number, bytes: readonly number[]])[]>> = {
  'image/jpeg': [[0, [0xff, 0xd8, 0xff]]],
  'image/png': [[0, [0x89, 0x50, 0x4e, 0x47]]],
  'image/webp': [
    [0, [0x52, 0x49, 0x46, 0x46]],
    [8, [0x57, 0x45, 0x42, 0x50]],
  ],
};

const PICTURE_TYPES = Object.keys(SIGNATURES) as PictureType[];

/** What a file is, whatever it is called; `undefined` for anything but JPEG, PNG and WebP. */
export const pictureTypeOf = (file: Uint8Array): PictureType | undefined =>
  PICTURE_TYPES.find((type) => SIGNATURES[type].every(([at, bytes]) => bytes.every((byte, index) => file[at + index] === byte)));
