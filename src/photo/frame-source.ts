/** A frame of a film as the caller may hold it. It is copied; the caller's stays usable, and theirs to close. */
export type TrackedFrame = HTMLVideoElement | HTMLCanvasElement | OffscreenCanvas | ImageBitmap | VideoFrame;

/** A copy of a frame. */
export interface CapturedFrame {
  /** The frame, its longer side at most {@link LONGEST_SIDE}. */
  readonly bitmap: ImageBitmap;
  /** Pixels of the frame itself. */
  readonly width: number;
  /** Pixels of the frame itself. */
  readonly height: number;
}

/** Of the copy, pixels: whoever fills a third of it is seen by the network as sharp as it can see. */
const LONGEST_SIDE = 640;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The size that a frame is shown at. Works across realms. @throws TypeError for what is no frame. */
function sizeOf(frame: TrackedFrame): Size {
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

/**
 * Copies a frame as it is at this moment.
 *
 * @throws TypeError for what is no frame.
 * @throws DOMException named `InvalidStateError` for a frame without a picture.
 */
export async function captureFrame(frame: TrackedFrame): Promise<CapturedFrame> {
  const { width, height } = sizeOf(frame);
  const shrink = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  try {
    const bitmap = await createImageBitmap(frame, {
      resizeWidth: Math.max(1, Math.round(width * shrink)),
      resizeHeight: Math.max(1, Math.round(height * shrink)),
      resizeQuality: 'medium',
    });
    return { bitmap, width, height };
  } catch {
    throw new DOMException('The frame has no picture: a video that has not begun, a closed bitmap or an empty canvas.', 'InvalidStateError');
  }
}
