import type { BrowserContext, Page } from 'playwright-core';
import type {
  AnalysisDetails,
  AnalysisInput,
  AnalysisResponse,
  Analyzer,
  AnalyzeOptions,
  EngineOptions,
  View,
} from 'analyze-locally';
import { noteSeen } from './seen.js';

/** The web API's answer, as far as a test knows beforehand. */
export type Answer = AnalysisResponse<View, AnalysisDetails>;

/** An error that left the package. */
export interface Thrown {
  /** The class: `TypeError`, `AnalyzeLocallyError`, `DOMException`, … */
  readonly type: string;
  readonly name: string;
  readonly message: string;
  /** Of an AnalyzeLocallyError. */
  readonly code: string | undefined;
}

/** How a call ended, in a form that leaves the page whole. */
export type Outcome<Value = Answer> =
  | { readonly value: Value; readonly thrown?: undefined }
  | { readonly thrown: Thrown; readonly value?: undefined };

/** An analyzer whose answers are not told apart by view. */
export interface TestAnalyzer extends Omit<Analyzer, 'analyze'> {
  analyze(input: AnalysisInput, options?: AnalyzeOptions): Promise<Answer>;
}

/** What the test page's global object holds. */
export interface PageScope {
  readonly analyzeLocally: typeof import('analyze-locally');
  /** Photos that a test has handed over, by the names that it gave them. */
  readonly photos: Record<string, Blob>;
  /** The engine under test. */
  analyzer: TestAnalyzer;
  outcomeOf<Value>(work: () => Promise<Value>): Promise<Outcome<Value>>;
}

/** Options that can be handed to a page. */
export type PageOptions = Pick<
  AnalyzeOptions,
  'details' | 'jpegQuality' | 'mode' | 'overlay' | 'rollReference' | 'timeout' | 'views' | 'credit' | 'creditChange'
>;

/** A page of a {@link PackageHost} with the package imported. */
export interface PackagePage {
  readonly page: Page;
  /** Text of console messages, uncaught errors included; from page and worker. */
  readonly console: string[];
  /** Replaces the page's analyzer; the old one is closed. */
  createAnalyzer(options?: Pick<EngineOptions, 'backend' | 'model' | 'delegate' | 'assetsBaseUrl' | 'workerUrl' | 'cache'>): Promise<void>;
  /** Hands encoded photos to the page, where they lie as Blobs under these names. */
  give(photos: Readonly<Record<string, Uint8Array>>): Promise<void>;
  /** Analyses photos handed over before: request fields by the photos' names. */
  analyze(fields: Readonly<Record<string, string>>, options?: PageOptions): Promise<Outcome>;
}

/** Put into each document before its own scripts run. */
function installScope(): void {
  const scope = globalThis as unknown as { -readonly [Key in keyof PageScope]: PageScope[Key] };
  scope.photos = {};
  scope.outcomeOf = async (work) => {
    try {
      return { value: await work() };
    } catch (error) {
      const { name, message, code } = error as { name: string; message: string; code?: unknown };
      const type =
        error instanceof scope.analyzeLocally.AnalyzeLocallyError
          ? 'AnalyzeLocallyError'
          : Object.prototype.toString.call(error).slice('[object '.length, -1) === 'DOMException'
            ? 'DOMException'
            : (error as object).constructor.name;
      return { thrown: { type, name, message, code: typeof code === 'string' ? code : undefined } };
    }
  };
}

/**
 * Opens a host's page in a browser context.
 *
 * @param prepare - Something to do with the page before it loads.
 */
export async function openPackagePage(
  context: BrowserContext,
  origin: string,
  prepare: (page: Page) => Promise<void> = () => Promise.resolve(),
): Promise<PackagePage> {
  const page = await context.newPage();
  await prepare(page);
  const console: string[] = [];
  page.on('console', (message) => console.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => console.push(`uncaught: ${error.message}`));
  await page.addInitScript(installScope);
  await page.goto(origin);
  return {
    page,
    console,
    async createAnalyzer(options = { model: 'lite' }) {
      await page.evaluate((given) => {
        const scope = globalThis as unknown as PageScope;
        (scope.analyzer as TestAnalyzer | undefined)?.close();
        scope.analyzer = scope.analyzeLocally.createAnalyzer(given);
      }, options);
    },
    async give(photos) {
      const encoded = Object.entries(photos).map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')] as const);
      await page.evaluate((entries) => {
        const scope = globalThis as unknown as PageScope;
        for (const [name, text] of entries) {
          scope.photos[name] = new Blob([Uint8Array.from(atob(text), (character) => character.charCodeAt(0))]);
        }
      }, encoded);
    },
    analyze(fields, options = {}) {
      return page.evaluate(
        ([names, given]) => {
          const scope = globalThis as unknown as PageScope;
          const request = Object.fromEntries(Object.entries(names).map(([field, name]) => [field, scope.photos[name]]));
          return scope.outcomeOf(() => scope.analyzer.analyze(request, given));
        },
        [fields, options] as const,
      );
    },
  };
}

/** The answer of a call that must not have thrown. */
export function answerOf<Value>(outcome: Outcome<Value>): Value {
  noteSeen(outcome);
  if (outcome.thrown) throw new Error(`the call threw ${outcome.thrown.type} ${outcome.thrown.code ?? ''}: ${outcome.thrown.message}`);
  return outcome.value;
}

/** The error of a call that must have thrown. */
export function thrownBy(outcome: Outcome<unknown>): Thrown {
  noteSeen(outcome);
  if (!outcome.thrown) throw new Error(`the call did not throw but answered ${String(JSON.stringify(outcome.value)).slice(0, 200)}`);
  return outcome.thrown;
}
