import sharp, { type Sharp } from 'sharp';

/** Values of EXIF's orientation tag. */
export const ORIENTATIONS = [1, 2, 3, 4, 5, 6, 7, 8] as const;

/** Pixels without a container: what is turned stays exactly what it was. */
interface RawPicture {
  readonly data: Buffer;
  readonly raw: { readonly width: number; readonly height: number; readonly channels: 3 | 4 };
}

async function rawPicture(picture: Sharp): Promise<RawPicture> {
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  return { data, raw: { width: info.width, height: info.height, channels: info.channels as 3 | 4 } };
}

const of = ({ data, raw }: RawPicture): Sharp => sharp(data, { raw });

/** How upright pixels are stored under an orientation: the inverse of what a viewer does with it. */
const STORED: Readonly<Record<(typeof ORIENTATIONS)[number], readonly ((picture: Sharp) => Sharp)[]>> = {
  1: [],
  2: [(picture) => picture.flop()],
  3: [(picture) => picture.rotate(180)],
  4: [(picture) => picture.flip()],
  5: [(picture) => picture.rotate(90), (picture) => picture.flop()],
  6: [(picture) => picture.rotate(270)],
  7: [(picture) => picture.rotate(270), (picture) => picture.flop()],
  8: [(picture) => picture.rotate(90)],
};

/** A photo stored turned or mirrored, as a JPEG whose EXIF orientation undoes it. */
export async function orientedJpeg(photo: Uint8Array, orientation: (typeof ORIENTATIONS)[number]): Promise<Buffer> {
  let picture = await rawPicture(sharp(photo));
  for (const turn of STORED[orientation]) picture = await rawPicture(turn(of(picture)));
  return of(picture).withMetadata({ orientation }).jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer();
}

/** A photo with left and right swapped, without loss. */
export const mirroredPng = (photo: Uint8Array): Promise<Buffer> => sharp(photo).flop().png({ compressionLevel: 1 }).toBuffer();

/** The photo without loss. */
export const plainPng = (photo: Uint8Array): Promise<Buffer> => sharp(photo).png({ compressionLevel: 1 }).toBuffer();

/** 16 bits a channel. */
export const deepPng = (photo: Uint8Array): Promise<Buffer> => sharp(photo).toColourspace('rgb16').png({ compressionLevel: 1 }).toBuffer();

/** A four-channel JPEG. */
export const cmykJpeg = (photo: Uint8Array): Promise<Buffer> => sharp(photo).toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer();

/** An animation that shows the photo first and then two other pictures. */
export async function animatedWebp(photo: Uint8Array): Promise<Buffer> {
  const { width, height } = await sharp(photo).metadata();
  const black = await sharp({ create: { width, height, channels: 3, background: '#000' } }).png().toBuffer();
  const frames = [await plainPng(photo), await mirroredPng(photo), black];
  return sharp(frames, { join: { animated: true } }).webp({ lossless: true, effort: 0, delay: [100, 100, 100] }).toBuffer();
}

/** A photo whose outer margin is transparent over red, and the same on white: what it must be taken for. */
export async function transparentPng(photo: Uint8Array, margin: number): Promise<{ readonly clear: Buffer; readonly white: Buffer }> {
  const { width, height } = await sharp(photo).metadata();
  const inner = await sharp(photo)
    .extract({ left: margin, top: margin, width: width - 2 * margin, height: height - 2 * margin })
    .toBuffer();
  const framed = (background: { r: number; g: number; b: number; alpha: number }): Promise<Buffer> =>
    sharp({ create: { width, height, channels: 4, background } })
      .composite([{ input: inner, left: margin, top: margin }])
      .png({ compressionLevel: 1 })
      .toBuffer();
  return {
    clear: await framed({ r: 255, g: 0, b: 0, alpha: 0 }),
    white: await sharp(await framed({ r: 255, g: 255, b: 255, alpha: 1 })).removeAlpha().png().toBuffer(),
  };
}

/** One colour, in the format that its name ends with. */
export const flatPicture = (width: number, height: number, format: 'png' | 'jpeg'): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#777' }, limitInputPixels: false }).toFormat(format).toBuffer();

/** Two photos of one height side by side. */
export async function sideBySide(left: Uint8Array, right: Uint8Array): Promise<Buffer> {
  const [a, b] = [await sharp(left).metadata(), await sharp(right).metadata()];
  return sharp({ create: { width: a.width + b.width, height: a.height, channels: 3, background: '#fff' } })
    .composite([
      { input: Buffer.from(left), left: 0, top: 0 },
      { input: Buffer.from(right), left: a.width, top: 0 },
    ])
    .png({ compressionLevel: 1 })
    .toBuffer();
}
