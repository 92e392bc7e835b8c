import { startBrowser } from './browser.js';
import { CommandError } from './command-line.js';
import { startEngineHost, type EngineHost } from './engine-host.js';
import type { EngineSettings } from './engine-page.js';

/** What an engine is started from. */
export interface EngineSource {
  /** The browser's program file. */
  readonly browser: string;
  readonly settings: EngineSettings;
  /** What its page may load, by path in the package. */
  readonly files: ReadonlyMap<string, string>;
}

/** A loaded engine in a browser, from start to end. */
export interface RunningEngine extends Pick<EngineHost, 'answer'> {
  /** Browser or page have ended, or are about to: it answers no more. */
  readonly isOver: boolean;
  /** Settles then. */
  readonly ended: Promise<void>;
  /** Ends both and removes what they left. */
  close(): Promise<void>;
}

/** How long the browser may take to start and the engine to load, milliseconds. */
const START_LIMIT = 90_000;

/**
 * Starts a browser and loads the engine in it.
 *
 * @throws CommandError with the browser's or the engine's own words.
 */
export async function runEngine({ browser: program, settings, files }: EngineSource, signal: AbortSignal): Promise<RunningEngine> {
  const host = await startEngineHost(settings, files);
  const browser = startBrowser(program);
  let isOver = false;
  const close = async (): Promise<void> => {
    isOver = true;
    host.close();
    await browser.close();
  };
  // One is of no use without the other.
  const ended = Promise.race([host.gone, browser.ended]).then(() => void close());
  const failure = async (reason: Promise<string>): Promise<never> => {
    throw new CommandError(`The engine did not start: ${await reason}`);
  };
  const limit = new AbortController();
  const late = AbortSignal.any([limit.signal, signal]);
  const timer = setTimeout(() => limit.abort(), START_LIMIT);
  try {
    await Promise.race([
      browser.openPage(host.url).then(() => host.ready),
      failure(browser.ended.then(() => `${program} ended. ${browser.lastWords()}`)),
      failure(new Promise((resolve) => late.addEventListener('abort', () => resolve('it took too long or was stopped.')))),
    ]);
  } catch (error) {
    await close();
    throw error instanceof CommandError ? error : new CommandError(`The engine did not start: ${(error as Error).message}`);
  } finally {
    clearTimeout(timer);
  }
  return {
    get isOver() {
      return isOver;
    },
    ended,
    close,
    answer: (call, stop) => host.answer(call, stop),
  };
}
