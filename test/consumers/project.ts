import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import type { AnalysisResponse } from 'analyze-locally';
import { ROOT } from '../../demo/host/ensure-built.js';
import { serve } from '../../demo/host/server.js';
import { bundleScripts, type Bundle } from './bundles.js';
import { COMPANIONS, useCompanions } from './companions.js';
import { SUB_PATH, type Consumer, type DevServer } from './consumers.js';
import { npm, startServer } from './npm.js';
import { differences } from './same-answer.js';
import { visit, type Visit } from './visit.js';

/** The photos that every page analyses. */
export const CASE = 'm1-02';

/** The strictest policy that the documentation promises to be enough. */
const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'";

/** How a project's page is run. */
export const COLUMNS = ['dev', 'production', 'sub-path', 'strict CSP', 'companions'] as const;

/** One of {@link COLUMNS}. */
export type Column = (typeof COLUMNS)[number];

/** Reasons against, or why there is nothing to see. */
export type Outcome = { readonly seconds: number; readonly problems: readonly string[]; readonly seen?: Omit<Visit, 'answer' | 'problems'> } | { readonly without: string };

/** What came of a project. */
export interface Result {
  readonly name: string;
  /** All of it. */
  readonly seconds: number;
  /** Installing alone. */
  readonly installSeconds: number;
  readonly outcomes: Readonly<Record<Column, Outcome>>;
  readonly bundles: readonly Bundle[];
}

/** What each page must answer: with the default options, and with each companion package. */
export type Wanted = Readonly<Record<'default' | keyof typeof COMPANIONS, AnalysisResponse>>;

const PHOTOS = join(ROOT, 'test', 'fixtures', 'cases', CASE);

const secondsSince = (start: number): number => (performance.now() - start) / 1000;

/** Copies a consumer away from this repository, whose own packages it would find, and installs what it names. */
function install(name: string, tarballs: readonly string[], folder: string): void {
  // The page's own code is the same whatever bundles it; a project that writes it otherwise has its own.
  for (const part of [name, 'page']) cpSync(fileURLToPath(new URL(part, import.meta.url)), folder, { recursive: true, force: false });
  // Nobody's scripts run here either.
  const quietly = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  npm(['ci', ...quietly], folder);
  npm(['install', '--no-save', ...quietly, ...tarballs], folder);
}

/** Done once; a failure is told each time. */
function memoised(work: () => void): () => void {
  let done: { readonly error?: unknown } | undefined;
  return () => {
    if (!done) {
      try {
        work();
        done = {};
      } catch (error) {
        done = { error };
      }
    }
    if ('error' in done) throw done.error;
  };
}

/** A project away from this repository. */
class Project {
  readonly #consumer: Consumer;
  readonly #folder: string;
  readonly #browser: Browser;
  readonly #wanted: Wanted;
  readonly #build = memoised(() => void npm(['run', 'build'], this.#folder));

  constructor(consumer: Consumer, folder: string, browser: Browser, wanted: Wanted) {
    this.#consumer = consumer;
    this.#folder = folder;
    this.#browser = browser;
    this.#wanted = wanted;
  }

  /** In an order that ends with what changes the project's files. */
  async outcomes(): Promise<Readonly<Record<Column, Outcome>>> {
    const { dev, companions, subPath } = this.#consumer;
    const production = await this.#outcome(() => {
      this.#build();
      return this.#open('/');
    });
    const strict = await this.#outcome(() => {
      this.#build();
      return this.#open('/', { 'content-security-policy': POLICY });
    });
    const deep = await this.#outcome(() => {
      if (subPath) npm(['run', 'build', '--', ...(subPath.args ?? [])], this.#folder, subPath.env);
      else this.#build();
      return this.#open(SUB_PATH);
    });
    const served = typeof dev === 'string' ? { without: dev } : await this.#outcome(() => this.#openDev(dev));
    const accompanied = typeof companions === 'string' ? { without: companions } : await this.#outcome(() => this.#openWithCompanions(companions.file));
    return { dev: served, production, 'sub-path': deep, 'strict CSP': strict, companions: accompanied };
  }

  async #outcome(work: () => Promise<Visit>): Promise<Outcome> {
    const start = performance.now();
    try {
      const { problems, scriptBytes, engineBytes } = await work();
      return { seconds: secondsSince(start), problems, seen: { scriptBytes, engineBytes } };
    } catch (error) {
      return { seconds: secondsSince(start), problems: [error instanceof Error ? error.message : String(error)] };
    }
  }

  async #visit(url: string, wanted: AnalysisResponse = this.#wanted.default): Promise<Visit> {
    const seen = await visit(this.#browser, url, this.#consumer.buttons);
    return { ...seen, problems: [...seen.problems, ...(seen.answer?.state ? differences(seen.answer, wanted) : [])] };
  }

  /** Serves the built page and opens it. */
  async #open(base: string, headers: Readonly<Record<string, string>> = {}, query = '', wanted?: AnalysisResponse): Promise<Visit> {
    const output = join(this.#folder, this.#consumer.output);
    const server = await serve({ mounts: { [base]: output, [`${base}photos/`]: PHOTOS }, headers });
    try {
      return await this.#visit(`${server.origin}${base}${query}`, wanted);
    } finally {
      await server.close();
    }
  }

  async #openDev({ args, files }: DevServer): Promise<Visit> {
    const served = join(this.#folder, files);
    mkdirSync(served, { recursive: true });
    cpSync(PHOTOS, join(served, 'photos'), { recursive: true });
    const server = await startServer('dev', args, this.#folder);
    try {
      return await this.#visit(`${server.origin}/`);
    } finally {
      await server.stop();
      rmSync(join(served, 'photos'), { recursive: true, force: true });
    }
  }

  /** Under the strict policy, too: a companion may bring a worker. */
  async #openWithCompanions(file: string): Promise<Visit> {
    useCompanions(join(this.#folder, file));
    npm(['run', 'build'], this.#folder);
    const visits: Visit[] = [];
    for (const name of Object.keys(COMPANIONS) as (keyof typeof COMPANIONS)[]) {
      const seen = await this.#open('/', { 'content-security-policy': POLICY }, COMPANIONS[name].query, this.#wanted[name]);
      visits.push({ ...seen, problems: seen.problems.map((problem) => `${name}: ${problem}`) });
    }
    return { ...(visits[0] as Visit), problems: visits.flatMap(({ problems }) => problems) };
  }
}

/**
 * Installs, builds and opens a project.
 *
 * @param tarballs - The packed packages.
 * @param folder - Where it is put.
 */
export async function runConsumer(consumer: Consumer, tarballs: readonly string[], folder: string, browser: Browser, wanted: Wanted): Promise<Result> {
  const start = performance.now();
  install(consumer.name, tarballs, folder);
  const installSeconds = secondsSince(start);
  const bundles = consumer.bundle ? bundleScripts(consumer.bundle, folder) : [];
  const outcomes = await new Project(consumer, folder, browser, wanted).outcomes();
  return { name: consumer.name, seconds: secondsSince(start), installSeconds, outcomes, bundles };
}
