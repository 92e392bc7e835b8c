import { launchChromium } from '../../../demo/host/browser.js';
import { prepareWorker } from '../../harness/prepared-worker.js';
import { startPackageHost, type Backend } from '../../harness/package-host.js';
import { openPackagePage, type PageScope, type TestAnalyzer } from '../../harness/package-page.js';
import { openMemoryProbe, type MemoryProbe } from '../speed/memory.js';
import { watchHeld, type Held, type HeldScope } from './held.js';
import { soakRuns, type SoakRun } from './photos.js';
import { findPageProcesses } from './processes.js';
import type { Reading, Time } from './verdict.js';

/** An engine that is asked again and again. */
export interface SoakSession {
  /**
   * Analyses the next photos.
   *
   * @throws Error where the answer is not the one that these photos must have.
   */
  run(): Promise<Time>;
  /** Collects garbage, and reads what is there. */
  read(): Promise<Reading>;
  /** Ends the engine, and reads what the page still holds. */
  end(): Promise<Held>;
  close(): Promise<void>;
}

/** What the page's global object holds besides. */
interface SoakScope extends PageScope, HeldScope {
  analyzer: TestAnalyzer;
  soak(run: Pick<SoakRun, 'source'> & { readonly names: Readonly<Record<string, string>> }): Promise<number>;
  reference(): number;
}

/** tsx leaves calls of this in functions that are handed to a page as text. */
const NAMES = 'globalThis.__name = (value) => value;';

/** Put into the page: hands photos over in many ways, and lets go of its own copies. */
function installSoak(): void {
  const scope = globalThis as unknown as SoakScope;
  const encodedAs = async (blob: Blob, source: SoakRun['source']): Promise<Blob | ArrayBuffer | string | ImageBitmap | OffscreenCanvas> => {
    if (source === 'blob') return blob;
    if (source === 'bytes') return blob.arrayBuffer();
    if (source === 'base64') {
      const bytes = new Uint8Array(await blob.arrayBuffer());
      let text = '';
      for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
      return btoa(text);
    }
    const bitmap = await createImageBitmap(blob);
    if (source === 'bitmap') return bitmap;
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    canvas.getContext('2d', { willReadFrequently: true })?.drawImage(bitmap, 0, 0);
    bitmap.close();
    return canvas;
  };
  const views = (names: object): ('front' | 'side' | 'back')[] => Object.keys(names) as ('front' | 'side' | 'back')[];
  scope.soak = async ({ names, source }) => {
    const photos = await Promise.all(Object.entries(names).map(async ([view, name]) => [view, await encodedAs(scope.photos[name] as Blob, source)] as const));
    try {
      return (await scope.analyzer.analyze(Object.fromEntries(photos), { views: views(names), details: true })).status_code;
    } finally {
      for (const [, photo] of photos) if (photo instanceof ImageBitmap) photo.close();
    }
  };
  scope.reference = () => {
    let sum = 0;
    for (let step = 1; step < 4_000_000; step += 1) sum += Math.sqrt(step) % 3;
    return sum;
  };
}

/**
 * Opens a page with an engine on the processor.
 *
 * @param model - Of `blazepose` and `mediapipe` alike.
 */
export async function openSoakSession(backend: Backend, model: 'lite' | 'full'): Promise<SoakSession> {
  const runs = await soakRuns();
  const host = await startPackageHost();
  const browser = await launchChromium();
  const close = async (): Promise<void> => {
    await browser.close();
    await host.stop();
  };
  try {
    const context = await browser.newContext();
    await context.addInitScript({ content: NAMES });
    await context.addInitScript(watchHeld);
    await context.addInitScript(installSoak);
    let probe: MemoryProbe | undefined;
    const opened = await openPackagePage(context, host.origin, async (fresh) => {
      probe = await openMemoryProbe(fresh);
    });
    const { page } = opened;
    const name = (number: number, view: string): string => `${String(number)} ${view}`;
    await opened.give(Object.fromEntries(runs.flatMap(({ photos }, number) => Object.entries(photos).map(([view, photo]) => [name(number, view), photo]))));
    await opened.createAnalyzer({ backend, model, delegate: 'CPU', cache: false, workerUrl: prepareWorker(host, `${NAMES} (${watchHeld.toString()})();`, backend) });

    let done = 0;
    const soak = async (): Promise<void> => {
      const number = done % runs.length;
      const { photos, source, isAccepted } = runs[number] as SoakRun;
      const names = Object.fromEntries(Object.keys(photos).map((view) => [view, name(number, view)]));
      const found = await page.evaluate((run) => (globalThis as unknown as SoakScope).soak(run), { names, source });
      if ((found === 200) !== isAccepted || found >= 550) throw new Error(`run ${String(done)}: status ${String(found)}`);
      done += 1;
    };
    // Which process is the page's shows when it has worked.
    await soak();
    const processes = await findPageProcesses(browser);
    const held = (): Promise<Held> => page.evaluate(() => (globalThis as unknown as SoakScope).held());
    return {
      async run() {
        const begun = processes.processorTime();
        await soak();
        const analysed = processes.processorTime();
        await page.evaluate(() => (globalThis as unknown as SoakScope).reference());
        return { analysis: analysed - begun, reference: processes.processorTime() - analysed };
      },
      async read() {
        if (!probe) throw new Error('no page');
        // What the first collection frees, a second one finds gone.
        await probe.read();
        const { jsHeap, wasm } = await probe.read();
        const [worker, ...others] = page.workers();
        if (!worker || others.length > 0) throw new Error(`${String(1 + others.length)} workers`);
        const { page: renderer, gpu } = processes.memory();
        return { after: done, memory: renderer, gpu, jsHeap, wasm, page: await held(), worker: await worker.evaluate<Held>('held()') };
      },
      async end() {
        await page.evaluate(() => (globalThis as unknown as SoakScope).analyzer.close());
        await probe?.read().catch(() => undefined);
        return held();
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
