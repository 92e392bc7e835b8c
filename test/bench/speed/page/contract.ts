import type { View } from 'analyze-locally';

/** A photo as contenders may want it; all forms are there before any clock runs. */
export interface Photo {
  readonly view: View;
  /** As the file came. */
  readonly blob: Blob;
  /** RGBA, width a multiple of 4: tasks-vision on the CPU aborts on masks of any other. */
  readonly pixels: ImageData;
  /** The same pixels. */
  readonly canvas: HTMLCanvasElement;
}

/** What a contender did with the photos. */
export interface Detection {
  /** Of finding the poses in decoded photos, all photos together; for what else a contender does see {@link WarmRun.wall}. */
  readonly milliseconds: number;
  /** Photos in which it found a person: one that finds nobody is quick. */
  readonly found: number;
}

/** A contender that is loaded. */
export interface OpenContender {
  detect(photos: readonly Photo[]): Promise<Detection>;
}

/** What each contender's page module exports as `open`. Its import and this call are what "loading" times. */
export type OpenFunction = (settings: ContenderSettings) => Promise<OpenContender>;

/** What the registry hands to a page module. */
export type ContenderSettings = Readonly<Record<string, string | number | boolean>>;

/** The first run in a fresh browser context. */
export interface ColdRun {
  /** From the import of the contender's script until it takes photos. */
  readonly loading: number;
  /** Of the first detection in all photos. */
  readonly first: number;
  /** Of the main thread, milliseconds; see main-thread-probe.ts. */
  readonly longestTask: number;
}

/** A later run. */
export interface WarmRun {
  readonly milliseconds: number;
  /** From call to answer as the page sees it: with decoding, drawing and messages where the contender has them. */
  readonly wall: number;
  readonly longestTask: number;
}

/** A graphics adapter as the browser names it. */
export interface Adapter {
  readonly name: string;
  /** It is drawn by the CPU: its times say nothing about a GPU. */
  readonly software: boolean;
}

/** What this browser computes with on this machine besides the CPU; undefined where it offers no such thing. */
export interface Adapters {
  readonly webgl: Adapter | undefined;
  readonly webgpu: Adapter | undefined;
}

/** What the page offers to the program that drives it. */
export interface BenchPage {
  adapters(): Promise<Adapters>;
  /** Fetches and decodes the photos. */
  prepare(photos: Readonly<Record<View, string>>): Promise<void>;
  cold(script: string, settings: ContenderSettings): Promise<ColdRun>;
  warm(): Promise<WarmRun>;
}
