import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import type { Browser } from 'playwright-core';
import type { View } from 'analyze-locally';
import sharp from 'sharp';
import { launchChromium } from '../../../demo/host/browser.js';
import { ensureBuilt } from '../../../demo/host/ensure-built.js';
import { MAX_PIXELS } from '../../../src/photo/header.js';
import { casePhoto } from '../../harness/fixture-photos.js';
import { countLive } from '../../harness/heap.js';
import { bundleForPage } from '../../harness/page-bundle.js';
import { startPackageHost, type PackageHost } from '../../harness/package-host.js';
import { openPackagePage, type Outcome, type PackagePage } from '../../harness/package-page.js';
import { prepareWorker } from '../../harness/prepared-worker.js';
import type { CorpusFile } from '../corpus.js';
import { HOSTILE } from '../hostile-kinds.js';
import { bytesOf, mutatedFile, type MutatedFile } from '../mutated-bytes.js';
import { runnable, type Runnable } from '../runs.js';
import { checkMessage, type FuzzTarget } from '../target.js';
import type { PageAnswer, PageField, PageValue, RawMessage } from './contract.js';
import type { FuzzScope } from './page-script.js';

/** Names of {@link FuzzPage.targets}. */
export const BROWSER_TARGETS: readonly string[] = ['photos in the browser', 'requests in the browser', 'options in the browser', 'messages to the worker'];

/** A page with the built package and a warm engine. */
export interface FuzzPage {
  readonly targets: readonly Runnable[];
  /** @throws Error where something of the inputs is left that nobody needs. */
  checkLeaks(): Promise<void>;
  close(): Promise<void>;
}

const STATUSES = [400, 411, 412, 413, 414, 418, 511, 512, 513, 514, 515, 516, 517, 518, 519, 520, 521, 522, 523, 524, 525];

const CODES = ['asset-missing', 'asset-corrupt', 'worker-failed', 'timeout', 'unsupported', 'engine-failed', 'closed'];

/** Milliseconds for a call: far more than it takes. */
const TIMEOUT = 30_000;

/** Inputs after which a sound photo must be answered as before. */
const BATCH = 25;

const FAST: readonly PageField[] = [
  { name: 'mode', value: { kind: 'plain', value: 'fast' } },
  { name: 'timeout', value: { kind: 'plain', value: TIMEOUT } },
];

const viewsField = (view: View): PageField => ({ name: 'views', value: { kind: 'plain', value: [view] } });

/** Keeps the worker at hand for raw messages. */
const KEEP_WORKER = `globalThis.fuzzed = {}; globalThis.Worker = class extends Worker { constructor(...given) { super(...given); globalThis.fuzzed.worker = this; } };`;

const TOO_LARGE_DECODED = 'a picture of too many pixels was decoded';

/** Tells of pictures that should never have been unpacked. */
const WATCH_DECODER = `const decode = globalThis.createImageBitmap;
globalThis.createImageBitmap = async (...given) => {
  const bitmap = await decode(...given);
  if (bitmap.width * bitmap.height > ${MAX_PIXELS}) console.error('${TOO_LARGE_DECODED}');
  return bitmap;
};`;

/** What an outcome is called in the table. @throws Error where it is not documented. */
function outcomeName({ value, thrown }: Outcome<PageAnswer>, mayTimeOut: boolean): string {
  if (thrown) {
    const { type, name, message, code } = thrown;
    checkMessage(message);
    if (type === 'TypeError' && message.includes('option')) return 'TypeError';
    if (type === 'DOMException' && name === 'AbortError') return 'AbortError';
    if (type === 'AnalyzeLocallyError' && CODES.includes(code ?? '') && (code !== 'timeout' || mayTimeOut)) return code ?? '';
    throw new Error(`${type} ${name} ${code ?? ''}: ${message}`);
  }
  if (value.state) return 'analysed';
  checkMessage(value.message);
  if (!STATUSES.includes(value.status)) throw new Error(`status ${value.status}: ${value.message}`);
  return String(value.status);
}

const HOSTILE_NAMES = [
  ...HOSTILE.map(({ kind }) => kind),
  'a canvas without pixels', 'a small canvas', 'an offscreen canvas', 'an image without a source', 'an image that does not load', 'a video', 'an element',
  'ImageData', 'ImageData handed to someone else', 'a window', 'a port', 'an aborted signal', 'a stream',
];

const hostile: fc.Arbitrary<PageValue> = fc.constantFrom(...HOSTILE_NAMES).map((name) => ({ kind: 'hostile' as const, name }));
const plain = (values: fc.Arbitrary<unknown>): fc.Arbitrary<PageValue> => values.map((value) => ({ kind: 'plain' as const, value }));
const sound = fc.constant<PageValue>({ kind: 'sound' });

const fields = (names: readonly string[], value: fc.Arbitrary<PageValue>, most: number): fc.Arbitrary<PageField[]> =>
  fc.uniqueArray(fc.record({ name: fc.constantFrom(...names), value }), { maxLength: most, selector: ({ name }) => name });

interface PhotoInput {
  readonly photo: MutatedFile;
  readonly as: 'bytes' | 'blob' | 'file' | 'base64' | 'data-url';
  readonly view: View;
}

const photoInput = (corpus: readonly CorpusFile[]): fc.Arbitrary<PhotoInput> =>
  fc.record({
    photo: mutatedFile(corpus.map(({ name }) => name)),
    as: fc.constantFrom('bytes', 'blob', 'file', 'base64', 'data-url'),
    view: fc.constantFrom('front', 'side', 'back'),
  });

const requestFields = fc.oneof(
  { weight: 8, arbitrary: fields(['front', 'side', 'back', 'forigimg', 'sorigimg', 'borigimg', 'uuid', 'Email', 'UserKey', 'APIKey', '__proto__'], fc.oneof({ weight: 4, arbitrary: hostile }, { weight: 1, arbitrary: sound }, { weight: 1, arbitrary: plain(fc.jsonValue()) }), 4) },
  { weight: 1, arbitrary: hostile },
);

const OPTIONS = ['model', 'backend', 'delegate', 'assets', 'assetsBaseUrl', 'workerUrl', 'cache', 'signal', 'timeout', 'onProgress', 'details', 'mode', 'rollReference', 'overlay', 'jpegQuality', 'views', 'credit', 'creditChange', 'other', '__proto__'];

const FITTING = fc.constantFrom<unknown>('lite', 'fast', 'CPU', '/package/assets', true, 0, 1, 0.5, ['front'], ['side', 'front'], {}, { names: { far_tilt: '\u0000<b>' } }, { scale: 4 }, { colors: { left: 'url(x)' } });

const optionFields = fields(OPTIONS, fc.oneof({ weight: 3, arbitrary: hostile }, { weight: 2, arbitrary: plain(FITTING) }, { weight: 1, arbitrary: plain(fc.jsonValue()) }), 3);

const METHODS = ['version', 'preload', 'analyze', 'track', 'constructor', '__proto__', 'toString'];

const raw = fc.oneof(
  fc.constantFrom<unknown>({ type: 'RAW', value: 1 }, { type: 'RAW' }, { type: 'HANDLER', name: 'proxy', value: 1 }, { type: 'HANDLER', name: 'throw', value: { isError: true, value: { message: 'x' } } }, null, 7, 'text'),
  fc.jsonValue(),
);

const rawMessage: fc.Arbitrary<RawMessage> = fc
  .record({
    id: fc.oneof(plain(fc.constantFrom<unknown>('a', '', 0, null, 1e9)), hostile),
    type: fc.oneof({ weight: 5, arbitrary: plain(fc.constantFrom('APPLY', 'GET', 'SET', 'CONSTRUCT', 'ENDPOINT', 'RELEASE', 'apply', '')) }, { weight: 1, arbitrary: hostile }),
    path: fc.oneof({ weight: 4, arbitrary: plain(fc.array(fc.constantFrom<unknown>(...METHODS, 0, null), { maxLength: 3 })) }, { weight: 1, arbitrary: hostile }),
    argumentList: fc.oneof({ weight: 4, arbitrary: plain(fc.array(raw, { maxLength: 4 })) }, { weight: 1, arbitrary: hostile }),
    value: fc.oneof(plain(raw), hostile),
  })
  .chain((message) => fc.subarray(Object.entries(message).map(([name, value]) => ({ name, value }))));

/** Opens the page; its engine is warm. */
export async function openFuzzPage(corpus: readonly CorpusFile[]): Promise<FuzzPage> {
  ensureBuilt();
  const [host, browser] = await Promise.all([startPackageHost(), launchChromium()]);
  const engine = await openPackagePage(await browser.newContext(), host.origin);
  await engine.page.evaluate(KEEP_WORKER);
  await engine.page.addScriptTag({ content: await bundleForPage(fileURLToPath(new URL('page-script.ts', import.meta.url)), {}), type: 'module' });
  await engine.page.waitForFunction('globalThis.fuzz !== undefined');
  const workerUrl = prepareWorker(host, WATCH_DECODER);
  await engine.createAnalyzer({ model: 'lite', workerUrl });
  await engine.give({ sound: await sharp(await casePhoto('f1-08', 'front')).resize(400).png().toBuffer() });
  return new OpenFuzzPage(host, browser, engine, corpus).ready();
}

class OpenFuzzPage implements FuzzPage {
  readonly targets: readonly Runnable[];
  readonly #host: PackageHost;
  readonly #browser: Browser;
  readonly #engine: PackagePage;
  #reference = '';
  #handedIn = 0;

  constructor(host: PackageHost, browser: Browser, engine: PackagePage, corpus: readonly CorpusFile[]) {
    this.#host = host;
    this.#browser = browser;
    this.#engine = engine;
    this.targets = [runnable(this.#photos(corpus)), runnable(this.#requests()), runnable(this.#options()), runnable(this.#messages())];
  }

  async ready(): Promise<this> {
    this.#reference = await this.#soundAnswer();
    return this;
  }

  async checkLeaks(): Promise<void> {
    const session = await this.#engine.page.context().newCDPSession(this.#engine.page);
    const counts = await countLive(session, ['Worker', 'ImageBitmap', 'MessagePort', 'ImageData']);
    await session.detach();
    // The engine's own worker, and one that an input may have ended a moment ago.
    const most: Readonly<Record<string, number>> = { Worker: 2, ImageBitmap: 2, MessagePort: 6, ImageData: 2 };
    for (const [name, count] of Object.entries(counts)) {
      if (count > (most[name] ?? 0)) throw new Error(`${count} objects of ${name} are left`);
    }
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#host.stop();
  }

  /** The metrics of a photo that nothing is wrong with. */
  async #soundAnswer(): Promise<string> {
    const outcome = await this.#engine.analyze({ front: 'sound' }, { views: ['front'], mode: 'fast', timeout: TIMEOUT });
    if (!outcome.value?.state) throw new Error(`a sound photo was not analysed: ${JSON.stringify(outcome)}`);
    return JSON.stringify(Object.entries(outcome.value).filter(([name]) => name.endsWith('_m_')));
  }

  /** Now and then: the engine still answers as it did, and nothing went wrong unnoticed. */
  async #minded(outcome: string): Promise<string> {
    const loud = this.#engine.console.filter((line) => line.startsWith('uncaught:') || line.includes(TOO_LARGE_DECODED));
    this.#engine.console.length = 0;
    if (loud.length > 0) throw new Error(loud.join('\n').slice(0, 500));
    this.#handedIn += 1;
    if (this.#handedIn % BATCH === 0 && (await this.#soundAnswer()) !== this.#reference) throw new Error('a sound photo is answered otherwise than before');
    return outcome;
  }

  #ask(request: readonly PageField[] | PageValue, options: readonly PageField[]): Promise<Outcome<PageAnswer>> {
    return this.#engine.page.evaluate(([input, given]) => (globalThis as unknown as { readonly fuzz: FuzzScope }).fuzz.analyze(input, given), [request, options] as const);
  }

  #photos(corpus: readonly CorpusFile[]): FuzzTarget<PhotoInput> {
    return {
      name: 'photos in the browser',
      share: 0.55,
      inputs: photoInput(corpus),
      judge: async ({ photo, as, view }) => {
        const value = { kind: as, base64: Buffer.from(bytesOf(photo, corpus)).toString('base64') };
        return this.#minded(outcomeName(await this.#ask([{ name: view, value }], [...FAST, viewsField(view)]), false));
      },
    };
  }

  #requests(): FuzzTarget<readonly [request: PageField[] | PageValue, view: View]> {
    return {
      name: 'requests in the browser',
      share: 0.2,
      inputs: fc.tuple(requestFields, fc.constantFrom('front', 'side', 'back')),
      judge: async ([request, view]) => this.#minded(outcomeName(await this.#ask(request, [...FAST, viewsField(view)]), false)),
    };
  }

  #options(): FuzzTarget<readonly [options: PageField[], call: 'analyze' | 'create']> {
    return {
      name: 'options in the browser',
      share: 0.15,
      inputs: fc.tuple(optionFields, fc.constantFrom('analyze', 'create')),
      judge: async ([options, call]) => {
        if (call === 'analyze') {
          const others = [...FAST, viewsField('front')].filter(({ name }) => !options.some((given) => given.name === name));
          return this.#minded(outcomeName(await this.#ask([{ name: 'front', value: { kind: 'sound' } }], [...options, ...others]), true));
        }
        const outcome = await this.#engine.page.evaluate((given) => (globalThis as unknown as { readonly fuzz: FuzzScope }).fuzz.create(given), options);
        return this.#minded(outcomeName(outcome, true) === 'analysed' ? 'created' : 'TypeError');
      },
    };
  }

  #messages(): FuzzTarget<RawMessage[]> {
    return {
      name: 'messages to the worker',
      share: 0.1,
      inputs: fc.array(rawMessage, { minLength: 1, maxLength: 4 }),
      judge: async (messages) => {
        const posted = await this.#engine.page.evaluate((given) => (globalThis as unknown as { readonly fuzz: FuzzScope }).fuzz.post(given), messages);
        if (posted < 0) throw new Error('there is no worker');
        // The worker answers one after another: whatever the messages did, it shows here.
        const value = { kind: 'plain' as const, value: 'QUJD' };
        const answer = outcomeName(await this.#ask([{ name: 'front', value }], [...FAST, viewsField('front')]), false);
        if (answer !== '412') throw new Error(`after the messages a text is answered with ${answer}`);
        return this.#minded(posted === 0 ? 'not posted' : 'passed over');
      },
    };
  }
}
