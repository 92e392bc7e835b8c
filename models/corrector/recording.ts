/** What the recorder keeps of one photo: everything that a corrector can be fitted on without running a network again. */
export interface RecordedPhoto {
  /** Photo pixels in one pixel of the analysed picture. */
  readonly scale: number;
  /** Of the analysed picture, pixels. */
  readonly size: readonly [width: number, height: number];
  /** Why the photo would be refused; it is recorded all the same. */
  readonly failure: string | undefined;
  readonly channels: number;
  readonly looks: readonly RecordedLook[];
  /** From the silhouette's crop to the picture. */
  readonly silhouette: readonly number[];
  /** How the arrays that follow are cut into sections, in this order. */
  readonly sections: readonly { readonly name: string; readonly type: 'f32' | 'f16' | 'u8'; readonly length: number }[];
}

/** One look's numbers that are no arrays. */
export interface RecordedLook {
  readonly mirrored: boolean;
  /** a, b, c, d, e, f of the map from the network's input to the picture. */
  readonly toPicture: readonly number[];
  /** The cell round which each site's window was cut: column, row; sites in their order. */
  readonly cells: readonly number[];
}

/** Cells on a side of the window that is kept of each site. */
export const WINDOW = 7;

/** The recorder's worker. */
export interface Recorder {
  load(model: 'lite' | 'full' | 'heavy', assetsBaseUrl: string): Promise<void>;
  /** @returns A header and the arrays behind it as one buffer; `undefined` where nobody is found. */
  record(photo: Blob, view: 'front' | 'side' | 'back', looks: 1 | 2 | 6 | 10): Promise<{ readonly header: RecordedPhoto; readonly bytes: ArrayBuffer } | undefined>;
}
