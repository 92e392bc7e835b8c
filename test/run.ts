/** `npm test`: everything that must hold, with one closing line for the whole run. */
import { spawnSync } from 'node:child_process';
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

/** Those that most users are, and one for each way to find the files; `npm run test:consumers` runs all of them. */
const CONSUMERS = 'vite,webpack,esbuild,plain';

const runConsumers = (): Count =>
  runReporting<Omit<Count, 'skipped'>>(
    (file) => run('Consumers of the packed package', 'npx', ['tsx', 'test/consumers/run.ts', '--only', CONSUMERS, '--out', file]),
    // A run that broke off after its report, or without a failure of its own, is one all the same.
    ({ passed, failed }, ran) => ({ passed, failed: failed + (!ran && failed === 0 ? 1 : 0), skipped: 0 }),
  );

findChromium();
const built = run('Build', 'npm', ['run', 'build']);
const counts: Count[] = [counted(built)];
if (built) {
  counts.push(counted(run('Type check', 'npm', ['run', 'typecheck'])));
  counts.push(counted(run('Lint', 'npm', ['run', 'lint'])));
  counts.push(counted(run('API page is current', 'npm', ['run', 'docs', '--', '--check'])));
  // Several tests open them, and they run side by side.
  counts.push(counted(run('Demo page', 'npx', ['vite', 'build', '--mode', 'demo', '--logLevel', 'warn'])));
  counts.push(counted(run('Kiosk app', 'npx', ['vite', 'build', '--mode', 'kiosk', '--logLevel', 'warn'])));
  counts.push(runVitest());
  counts.push(runConsumers());
}
const total = (key: keyof Count): number => counts.reduce((sum, count) => sum + count[key], 0);
const skipped = total('skipped') > 0 ? `, ${total('skipped')} skipped` : '';
console.log(`\n${total('passed')} passed, ${total('failed')} failed${skipped}`);
process.exitCode = total('failed') > 0 ? 1 : 0;
