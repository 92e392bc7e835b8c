import type { Browser } from 'playwright-core';
import type { View } from 'analyze-locally';
import type { Contender } from './contenders.js';
import type { BenchHost } from './host.js';
import { openMemoryProbe, type Memory } from './memory.js';
import type { ColdRun, WarmRun } from './page/contract.js';

/** The first run of a contender. */
export interface ColdResult extends ColdRun {
  /** Scripts, runtime and weights, not compressed. */
  readonly bytes: number;
}

/** A contender in a browser context of its own, loaded. */
export interface Session {
  readonly cold: ColdResult;
  warm(): Promise<WarmRun>;
  memory(): Promise<Memory>;
  close(): Promise<void>;
}

const PHOTOS: Readonly<Record<View, string>> = { front: '/photos/front.jpg', side: '/photos/side.jpg', back: '/photos/back.jpg' };

async function within<Value>(milliseconds: number, work: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${String(milliseconds / 1000)} s`));
    }, milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Opens a contender in a fresh browser context, so that nothing is cached or compiled, and lets it run once.
 *
 * @param timeout - Milliseconds for each run.
 */
export async function openSession(browser: Browser, host: BenchHost, contender: Contender, timeout: number): Promise<Session> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const outside: string[] = [];
    context.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol.startsWith('http') && origin !== host.origin) outside.push(origin);
    });
    const probe = await openMemoryProbe(page);
    await page.goto(host.origin);
    await page.waitForFunction('globalThis.bench !== undefined');
    await page.evaluate((photos) => globalThis.bench.prepare(photos), PHOTOS);
    await host.takeBytes();
    const run = page.evaluate(([script, settings]) => globalThis.bench.cold(script, settings), [`/bench/${contender.script}.js`, contender.settings] as const);
    const cold = { ...(await within(timeout, run)), bytes: await host.takeBytes() };
    // It would not get there; a contender that wants to is not set up as it is meant to be.
    if (outside.length > 0) throw new Error(`it asks for files from ${outside.join(', ')}`);
    return {
      cold,
      warm: () => within(timeout, page.evaluate(() => globalThis.bench.warm())),
      memory: () => within(timeout, probe.read()),
      close: () => context.close(),
    };
  } catch (error) {
    await context.close();
    throw error;
  }
}
