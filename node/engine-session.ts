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
export interface EngineSession extends Pick<EngineHost, 'answer'> {
  /** Settles when browser or page have ended, for whatever reason. */
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
export async function openSession({ browser: program, settings, files }: EngineSource, signal: AbortSignal): Promise<EngineSession> {
  const host = await startEngineHost(settings, files);
  const browser = startBrowser(program);
  const close = async (): Promise<void> => {
    host.close();
    await browser.close();
  };
  // A page that crashed leaves a browser that is of no use.
  void host.gone.then(close);
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
  const ended = browser.ended.then(() => host.close());
  return { ended, close, answer: (call, stop) => host.answer(call, stop) };
}
