/** `npx vitest` tries what CI tries; `--mode NAME` another set. */
import { defineConfig } from 'vitest/config';
import type { InlineConfig } from 'vitest/node';
import { FaultTable } from './test/harness/fault-table.js';
import { define } from './vite.config.js';

/** In CI; `test/kiosk/long` is run by `npm run test:kiosk` and `npm run test:full`. */
const QUICK_KIOSK_TESTS = 'test/kiosk/*.test.ts';
const LONG_KIOSK_TESTS = 'test/kiosk/long/*.test.ts';

const CI_TESTS = [...['unit', 'browser', 'package', 'firefox'].map((folder) => `test/${folder}/**/*.test.ts`), QUICK_KIOSK_TESTS];

/** Of long tables CI tries a part: `test/harness/sampled.ts`. */
const IN_FULL = { TABLES: 'in-full' };

/** Those with tables of faults. */
const FAULT_TESTS = ['life-cycle', 'gpu-faults', 'asset-cache', 'backends', 'worker-faults', 'page-faults'].map((name) => `test/browser/${name}.test.ts`);

const sets: Readonly<Record<string, InlineConfig>> = {
  'kiosk-tests': { include: [QUICK_KIOSK_TESTS, LONG_KIOSK_TESTS], env: IN_FULL },
  'fault-tests': { include: FAULT_TESTS, env: IN_FULL, setupFiles: ['test/harness/tell-seen.ts'], reporters: ['default', new FaultTable()] },
  'full-tests': { include: [...CI_TESTS, LONG_KIOSK_TESTS], env: IN_FULL },
};

export default defineConfig(({ mode }) => ({
  define,
  test: {
    ...(sets[mode] ?? { include: CI_TESTS }),
    testTimeout: 120_000,
    hookTimeout: 240_000,
    // A browser for each core of a small machine: the engine keeps one of them busy, and tests wait for it.
    maxWorkers: 2,
  },
}));
