import { afterEach } from 'vitest';
import type { Answer, Outcome } from './package-page.js';

declare module 'vitest' {
  /** What goes with a test's result. */
  interface TaskMeta {
    /** What callers saw in it, in order. */
    seen?: readonly string[];
  }
}

const seen: string[] = [];

/** A test may look at one twice. */
const noted = new WeakSet<object>();

const isAnswer = (value: unknown): value is Answer => typeof value === 'object' && value !== null && 'status_code' in value;

/** An answer or an error in a few words. */
function inWords({ value, thrown }: Outcome<unknown>): string {
  if (thrown) return thrown.code ?? thrown.name;
  if (!isAnswer(value)) return 'done';
  const [notUsed] = value.details?.notUsed ?? [];
  const by = value.details ? ` by ${value.details.provider}${notUsed ? ` (${notUsed.provider}: ${notUsed.reason})` : ''}` : '';
  return `${String(value.status_code)}${by}`;
}

/** Notes what a caller saw, for the table of faults. */
export function noteSeen(outcome: Outcome<unknown>): void {
  if (!noted.has(outcome)) seen.push(inWords(outcome));
  noted.add(outcome);
}

/** Hands what was seen on with each test's result. Called where the table is printed: `npm run test:faults`. */
export function tellSeen(): void {
  afterEach(({ task }) => {
    task.meta.seen = seen.splice(0);
  });
}
