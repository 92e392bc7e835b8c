/** The most pixels of a photo that is unpacked: as many as the engine takes. */
export const MAX_PIXELS = 64_000_000;

/** A picture's size as it is shown, pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Told by its header, without unpacking it; `undefined` where the browser can't show it. */
export function pictureSize(blob: Blob): Promise<PictureSize | undefined> {
  const url = URL.createObjectURL(blob);
  const image = new Image();
  return new Promise<PictureSize | undefined>((resolve) => {
    image.onload = () => resolve({ width: image.naturalWidth, height: image.naturalHeight });
    image.onerror = () => resolve(undefined);
    image.src = url;
  }).finally(() => URL.revokeObjectURL(url));
}

/** Whether a picture may be unpacked. */
export const fits = ({ width, height }: PictureSize): boolean => width * height <= MAX_PIXELS;
