import { expect } from 'vitest';
import type { Answer } from './package-page.js';

/** The fields of an answer by name: which there are depends on the views that were asked for. */
export const fieldsOf = (answer: Answer): Readonly<Record<string, unknown>> => answer as unknown as Readonly<Record<string, unknown>>;

/** The metrics of an answer that must be a success, degrees by the API's names. */
export function metricsOf(answer: Answer): Readonly<Record<string, number>> {
  if (!answer.state) throw new Error(`refused: ${String(answer.status)} ${answer.message}`);
  return Object.fromEntries(Object.entries(fieldsOf(answer)).filter(([name]) => name.endsWith('_m_'))) as Record<string, number>;
}

/** Asserts the same metrics, each within a tolerance in degrees. */
export function expectSameMetrics(answer: Answer, reference: Answer, degrees: number): void {
  const [found, wanted] = [metricsOf(answer), metricsOf(reference)];
  expect(Object.keys(found)).toEqual(Object.keys(wanted));
  const apart = Object.keys(wanted).map((name) => [name, Math.abs((found[name] ?? NaN) - (wanted[name] ?? NaN))] as const);
  const tooFar = apart.filter(([, difference]) => !(difference <= degrees));
  expect(Object.fromEntries(tooFar), `metrics that differ by more than ${String(degrees)}°`).toEqual({});
}

/** What an answer says in one word: its status code. */
export const statusOf = (answer: Answer): number => answer.status_code;

/** An answer in a table: its status, and for a refused one what it says. */
export const summaryOf = (answer: Answer): string => (answer.state ? '200' : `${String(answer.status)} ${answer.message.trim()}`);
