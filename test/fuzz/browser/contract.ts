/** A value that the page makes. */
export type PageValue =
  | { readonly kind: 'plain'; readonly value: unknown }
  /** A photo that is answered with success. */
  | { readonly kind: 'sound' }
  | { readonly kind: 'hostile'; readonly name: string }
  | { readonly kind: 'bytes' | 'blob' | 'file' | 'base64' | 'data-url'; readonly base64: string };

/** A field of an object that the page makes. */
export interface PageField {
  readonly name: string;
  readonly value: PageValue;
}

/** The fields of a message to the worker. */
export type RawMessage = readonly PageField[];

/** What is told of an answer: the drawn photos would be a lot. */
export type PageAnswer = { readonly state: true; readonly keys: number } | { readonly state: false; readonly status: number; readonly message: string; readonly keys: number };
