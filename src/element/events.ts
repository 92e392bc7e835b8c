import type { Progress } from '../index.js';
import type { PostureRefusal, PostureResult } from './engine.js';

/** Why there is no result: an answer that refuses photos, or an error that was thrown. */
export type PostureErrorDetail =
  | { readonly answer: PostureRefusal; readonly error?: undefined }
  | { readonly answer?: undefined; readonly error: unknown };

/** The element's own events. All bubble, and leave shadow trees. */
export interface PostureAnalyzerEventMap {
  /** The person put, took or removed a photo. */
  change: Event;
  /** Bytes while loading, then stage and view. */
  progress: CustomEvent<Progress>;
  /** The photos are measured: the answer, with its details. */
  result: CustomEvent<PostureResult>;
  /** There is no result. Not sent where the analysis was cancelled. */
  error: CustomEvent<PostureErrorDetail>;
}

type Listener<Target, Happened> = (this: Target, event: Happened) => unknown;

/** An HTML element that also has the events of a {@link PostureAnalyzer}. */
export interface PostureEventTarget extends HTMLElement {
  addEventListener<Name extends keyof PostureAnalyzerEventMap>(
    type: Name,
    listener: Listener<this, PostureAnalyzerEventMap[Name]>,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<Name extends Exclude<keyof HTMLElementEventMap, keyof PostureAnalyzerEventMap>>(
    type: Name,
    listener: Listener<this, HTMLElementEventMap[Name]>,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
  removeEventListener<Name extends keyof PostureAnalyzerEventMap>(
    type: Name,
    listener: Listener<this, PostureAnalyzerEventMap[Name]>,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener<Name extends Exclude<keyof HTMLElementEventMap, keyof PostureAnalyzerEventMap>>(
    type: Name,
    listener: Listener<this, HTMLElementEventMap[Name]>,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | EventListenerOptions): void;
}
