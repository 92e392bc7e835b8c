import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { textTable } from '../bench/text-table.js';

/** More than this of what a caller saw is counted, not listed. */
const MOST_LISTED = 4;

/** What came several times is told once, with how often. */
function inShort(seen: readonly string[]): string {
  const times = new Map<string, number>();
  for (const what of seen) times.set(what, (times.get(what) ?? 0) + 1);
  const parts = [...times].map(([what, count]) => (count > 1 ? `${what} ×${String(count)}` : what));
  const more = parts.length - MOST_LISTED;
  return [...parts.slice(0, MOST_LISTED), ...(more > 0 ? [`${String(more)} more`] : [])].join(', ');
}

const row = (test: TestCase): readonly string[] => [test.fullName.replaceAll(' > ', ': '), inShort(test.meta().seen ?? []), test.ok() ? '✓' : '✗'];

/** Prints each fault that was tried, what the caller saw, and whether that is as documented (docs/faults.md). */
export class FaultTable implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]).filter((test) => test.result().state !== 'skipped');
    console.log(`\n${textTable(['fault', 'the caller saw', 'as documented'], tests.map(row))}`);
  }
}
