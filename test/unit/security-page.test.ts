/** What the pages on privacy and security say holds a promise is there, and is a test. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const pageOf = (name: string): string => readFileSync(`${ROOT}docs/${name}`, 'utf8');

/** The files of `test` that a text names. */
const testsNamedIn = (text: string): string[] => [...text.matchAll(/`(test\/[^`\s]+)`/g)].map(([, file]) => file ?? '');

describe.each(['privacy.md', 'security.md'])('docs/%s', (name) => {
  test('names tests that there are', () => {
    const named = new Set(testsNamedIn(pageOf(name)));
    expect(named.size).toBeGreaterThan(5);
    expect([...named].filter((file) => !existsSync(ROOT + file))).toEqual([]);
  });
});

test('every promise of docs/security.md names a test that holds it', () => {
  const table = /## What is promised[^]*?\n\n([^]*?)\n\n/.exec(pageOf('security.md'))?.[1] ?? '';
  const rows = table.split('\n').slice(2);
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.filter((row) => testsNamedIn(row.split('|')[3] ?? '').length === 0)).toEqual([]);
});
