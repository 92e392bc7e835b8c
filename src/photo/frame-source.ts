import type { CapturedFrame } from './captured-frame.js';

/** A frame of a film as the caller may hold it. It is copied: the caller's stays usable, and theirs to close. */
export type TrackedFrame = HTMLVideoElement | HTMLCanvasElement | OffscreenCanvas | ImageBitmap | VideoFrame;

/** The size that a frame is shown at. Works across realms. @throws TypeError for what is no frame. */
function sizeOf(frame: TrackedFrame): { readonly width: number; readonly height: number } {
  switch (Object.prototype.toString.call(frame)) {
    case '[object HTMLVideoElement]': {
      const { videoWidth, videoHeight } = frame as HTMLVideoElement;
      return { width: videoWidth, height: videoHeight };
    }
    case '[object VideoFrame]': {
      const { displayWidth, displayHeight } = frame as VideoFrame;
      return { width: displayWidth, height: displayHeight };
    }
    case '[object HTMLCanvasElement]':
    case '[object OffscreenCanvas]':
    case '[object ImageBitmap]':
      return frame as Exclude<TrackedFrame, HTMLVideoElement | VideoFrame>;
    default:
      throw new TypeError('a frame must be a video or canvas element, an OffscreenCanvas, an ImageBitmap or a VideoFrame');
  }
}

/** What is thrown for a frame that the page may not read. */
export const foreignFrame = (): DOMException =>
  new DOMException('The frame shows something of another origin, which a page may not read.', 'SecurityError');

/**
 * Copies a frame as it is at this moment.
 *
 * @throws TypeError for what is no frame.
 * @throws DOMException named `InvalidStateError` for a frame without a picture, `SecurityError` for a foreign one.
 */
export async function captureFrame(source: TrackedFrame): Promise<CapturedFrame> {
  const { width, height } = sizeOf(source);
  try {
    const frame = typeof VideoFrame === 'undefined' ? undefined : new VideoFrame(source, { timestamp: 0, alpha: 'discard' });
    // A camera held upright: not every browser turns the frame as it turns the video.
    if (frame && frame.displayWidth === width && frame.displayHeight === height) return { frame, width, height };
    frame?.close();
    return { frame: await createImageBitmap(source), width, height };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'SecurityError') throw foreignFrame();
    throw new DOMException('The frame has no picture: a video that has not begun, something closed, or an empty canvas.', 'InvalidStateError');
  }
}
