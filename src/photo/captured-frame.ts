/** A copy of a frame of a film. */
export interface CapturedFrame {
  /** A VideoFrame where the browser has them: its pixels are got at without being drawn. */
  readonly frame: VideoFrame | ImageBitmap;
  /** Pixels, as the frame is shown. */
  readonly width: number;
  /** Pixels, as the frame is shown. */
  readonly height: number;
}
