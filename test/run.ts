/** `npm test`: everything that must hold, with one closing line for the whole run. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from '../demo/host/browser.js';

interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The part of vitest's JSON report that is read. */
interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly success: boolean;
}

function run(title: string, command: string, args: readonly string[]): boolean {
  console.log(`\n— ${title}`);
  const { status } = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) console.log(`${title}: failed`);
  return status === 0;
}

/** Runs a step while another one runs; what it prints is shown when it ends. */
function runBeside(title: string, command: string, args: readonly string[]): Promise<boolean> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' });
  const printed: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => printed.push(chunk));
  return new Promise((resolve) => {
    const end = (passed: boolean): void => {
      console.log(`\n— ${title}`);
      process.stdout.write(Buffer.concat(printed));
      if (!passed) console.log(`${title}: failed`);
      resolve(passed);
    };
    child.on('error', ({ message }) => {
      printed.push(Buffer.from(`${message}\n`));
      end(false);
    });
    child.on('close', (status) => end(status === 0));
  });
}

const counted = (passed: boolean): Count => ({ passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 });

/** Runs something that leaves a report of its own. */
function runReporting<Report>(start: (file: string) => boolean, countOf: (report: Report, ran: boolean) => Count): Count {
  const folder = mkdtempSync(join(tmpdir(), 'analyze-locally-'));
  const file = join(folder, 'report.json');
  try {
    const ran = start(file);
    return existsSync(file) ? countOf(JSON.parse(readFileSync(file, 'utf8')) as Report, ran) : counted(false);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const runVitest = (): Count =>
  runReporting<VitestReport>(
    (file) => run('Tests', 'npx', ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]),
    (report, ran) => {
      // A test file that cannot even be loaded fails the run without failing a test.
      const unseen = (!ran || !report.success) && report.numFailedTests === 0 ? 1 : 0;
      return {
        passed: report.numPassedTests,
        failed: report.numFailedTests + unseen,
        skipped: report.numPendingTests + report.numTodoTests,
      };
    },
  );

/**
 * One for each way to find the files; `npm run test:consumers` runs all of them. webpack, which finds them as Vite does, takes longer than
 * these together.
 */
const CONSUMERS = 'vite,esbuild,plain';

const runConsumers = (): Count =>
  runReporting<Omit<Count, 'skipped'>>(
    (file) => run('Consumers of the packed package', 'npx', ['tsx', 'test/consumers/run.ts', '--only', CONSUMERS, '--out', file]),
    // A run that broke off after its report, or without a failure of its own, is one all the same.
    ({ passed, failed }, ran) => ({ passed, failed: failed + (!ran && failed === 0 ? 1 : 0), skipped: 0 }),
  );

/** The pages are opened by several tests, which run side by side. */
const BESIDE_LINT = [
  ['Type check', 'npm', 'run', 'typecheck'],
  ['API page is current', 'npm', 'run', 'docs', '--', '--check'],
  ['Demo page', 'npx', 'vite', 'build', '--mode', 'demo', '--logLevel', 'warn'],
  ['Kiosk app', 'npx', 'vite', 'build', '--mode', 'kiosk', '--logLevel', 'warn'],
] as const;

findChromium();
const built = run('Build', 'npm', ['run', 'build']);
const counts: Count[] = [counted(built)];
if (built) {
  // Each keeps a core busy, and the smallest machine has two.
  const linted = runBeside('Lint', 'npm', ['run', 'lint']);
  for (const [title, command, ...args] of BESIDE_LINT) counts.push(counted(await runBeside(title, command, args)));
  counts.push(counted(await linted));
  const packed = mkdtempSync(join(tmpdir(), 'analyze-locally-'));
  process.env['PACKED_PACKAGES'] = packed;
  counts.push(runVitest());
  counts.push(runConsumers());
  rmSync(packed, { recursive: true, force: true });
}
const total = (key: keyof Count): number => counts.reduce((sum, count) => sum + count[key], 0);
const skipped = total('skipped') > 0 ? `, ${total('skipped')} skipped` : '';
console.log(`\n${total('passed')} passed, ${total('failed')} failed${skipped}`);
process.exitCode = total('failed') > 0 ? 1 : 0;
