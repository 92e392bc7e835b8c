/** A photo on its way to the worker. */
export type PhotoMessage =
  | { readonly kind: 'encoded'; readonly blob: Blob }
  | { readonly kind: 'base64'; readonly text: string }
  | { readonly kind: 'bitmap'; readonly bitmap: ImageBitmap }
  | { readonly kind: 'pixels'; readonly pixels: ImageData }
  /** The page could not turn it into pixels (a broken or foreign-origin element). */
  | { readonly kind: 'unreadable' }
  /** More bytes, characters or pixels than are read: not sent on. */
  | { readonly kind: 'too-large' };
