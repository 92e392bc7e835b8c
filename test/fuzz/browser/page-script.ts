/** Runs in the page under test: makes the inputs there that no message can carry, and hands them in. */
import type { AnalysisInput } from 'analyze-locally';
import type { Outcome, PageScope } from '../../harness/package-page.js';
import { HOSTILE } from '../hostile-kinds.js';
import type { PageAnswer, PageField, PageValue, RawMessage } from './contract.js';

const scope = globalThis as unknown as PageScope & { fuzz: FuzzScope; readonly fuzzed: { worker: Worker | undefined } };

/** What the page under test can be asked. */
export interface FuzzScope {
  /** Calls `analyze`. */
  analyze(request: readonly PageField[] | PageValue, options: readonly PageField[]): Promise<Outcome<PageAnswer>>;
  /** Calls `createAnalyzer`, and closes what it gives. */
  create(options: readonly PageField[]): Promise<Outcome<PageAnswer>>;
  /** Posts messages to the worker. */
  post(messages: readonly RawMessage[]): number;
}

/** Values that only pages have. */
const OF_PAGES: Readonly<Record<string, () => unknown>> = {
  'a canvas without pixels': () => Object.assign(document.createElement('canvas'), { width: 0, height: 0 }),
  'a small canvas': () => document.createElement('canvas'),
  'an offscreen canvas': () => new OffscreenCanvas(300, 300),
  'an image without a source': () => new Image(),
  'an image that does not load': () => Object.assign(new Image(), { src: 'data:image/png;base64,AAAA' }),
  'a video': () => document.createElement('video'),
  'an element': () => document.body,
  ImageData: () => new ImageData(200, 200),
  'ImageData handed to someone else': () => {
    const pixels = new ImageData(200, 200);
    structuredClone(pixels.data.buffer, { transfer: [pixels.data.buffer] });
    return pixels;
  },
  'a window': () => globalThis,
  'a port': () => new MessageChannel().port1,
  'an aborted signal': () => AbortSignal.abort(),
  'a stream': () => new Blob(['photo']).stream(),
};

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

function valueOf(value: PageValue): unknown {
  switch (value.kind) {
    case 'plain':
      return value.value;
    case 'sound':
      return scope.photos['sound'];
    case 'hostile':
      return (OF_PAGES[value.name] ?? HOSTILE.find(({ kind }) => kind === value.name)?.make)?.();
    case 'bytes':
      return bytesOf(value.base64);
    case 'blob':
      return new Blob([bytesOf(value.base64)]);
    case 'file':
      return new File([bytesOf(value.base64)], 'photo.svg', { type: 'image/svg+xml' });
    case 'base64':
      return value.base64;
    case 'data-url':
      return `data:image/jpeg;base64,${value.base64}`;
  }
}

function objectOf(fields: readonly PageField[]): object {
  const made = {};
  for (const { name, value } of fields) Object.defineProperty(made, name, { value: valueOf(value), enumerable: true, configurable: true, writable: true });
  return made;
}

const summary = (answer: Awaited<ReturnType<PageScope['analyzer']['analyze']>>): PageAnswer =>
  answer.state ? { state: true, keys: Object.keys(answer).length } : { state: false, status: answer.status, message: answer.message, keys: Object.keys(answer).length };

scope.fuzz = {
  analyze: (request, options) =>
    scope.outcomeOf(async () => {
      const input = 'kind' in request ? valueOf(request) : objectOf(request);
      return summary(await scope.analyzer.analyze(input as AnalysisInput, objectOf(options)));
    }),
  create: (options) =>
    scope.outcomeOf(() => {
      const analyzer = scope.analyzeLocally.createAnalyzer(objectOf(options));
      analyzer.close();
      return Promise.resolve({ state: true as const, keys: 0 });
    }),
  post(messages) {
    const { worker } = scope.fuzzed;
    let posted = 0;
    for (const message of messages) {
      try {
        worker?.postMessage(objectOf(message));
        posted += 1;
      } catch {
        // Functions can't be posted.
      }
    }
    return worker ? posted : -1;
  },
};
