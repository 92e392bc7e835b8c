import type { Page } from 'playwright-core';
import type { EngineOptions, TrackedPose, Tracker } from 'analyze-locally';
import type { Outcome, PageScope } from './package-page.js';

/** Where a photo is drawn in a frame, pixels. */
export interface Placed {
  /** A photo that was handed to the page. */
  readonly photo: string;
  readonly left: number;
  readonly top: number;
  readonly height: number;
}

/** A frame of a made film: photos on a plain ground; where they overlap, the last on top. */
export interface Shot {
  readonly width: number;
  readonly height: number;
  readonly photos: readonly Placed[];
}

/** What the page's global object holds for films. */
export interface FilmScope extends PageScope {
  tracker: Tracker;
  /** Draws a shot; the canvas is the page's one, whatever it is asked for. */
  shoot(shot: Shot): Promise<HTMLCanvasElement>;
}

/** What tracking a shot came to. */
export type Tracked = Outcome<TrackedPose | null>;

/** Makes the page able to draw shots. */
export async function installFilm(page: Page): Promise<void> {
  await page.evaluate(() => {
    const scope = globalThis as unknown as FilmScope;
    const canvas = document.createElement('canvas');
    // In main memory, as a camera's frames are: reading a software GPU's back would take longer than all the rest.
    const context = canvas.getContext('2d', { willReadFrequently: true });
    const pictures = new Map<string, Promise<ImageBitmap>>();
    scope.shoot = async ({ width, height, photos }) => {
      if (!context) throw new Error('no 2D canvas');
      Object.assign(canvas, { width, height });
      context.fillStyle = '#8b9096';
      context.fillRect(0, 0, width, height);
      for (const { photo, left, top, height: size } of photos) {
        const picture = await (pictures.get(photo) ?? createImageBitmap(scope.photos[photo] ?? new Blob()));
        pictures.set(photo, Promise.resolve(picture));
        context.drawImage(picture, left, top, (size * picture.width) / picture.height, size);
      }
      return canvas;
    };
  });
}

/** Replaces the page's tracker; the old one is closed. */
export async function createTracker(page: Page, options: Pick<EngineOptions, 'backend' | 'model' | 'cache' | 'workerUrl' | 'delegate'> = { model: 'lite' }): Promise<void> {
  await page.evaluate((given) => {
    const scope = globalThis as unknown as FilmScope;
    (scope.tracker as Tracker | undefined)?.close();
    scope.tracker = scope.analyzeLocally.createTracker(given);
  }, options);
}

/** Tracks one shot after the other. */
export const trackAll = (page: Page, shots: readonly Shot[]): Promise<Tracked[]> =>
  page.evaluate(async (given) => {
    const scope = globalThis as unknown as FilmScope;
    const outcomes: Tracked[] = [];
    for (const shot of given) {
      const frame = await scope.shoot(shot);
      outcomes.push(await scope.outcomeOf(async () => (await scope.tracker.track(frame)) ?? null));
    }
    return outcomes;
  }, shots);
