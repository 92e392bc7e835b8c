import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { WAITING_LIMIT } from '../../src/pose/turns.js';
import { EN } from '../../src/element/messages/en.js';

const page = readFileSync(new URL('../../docs/faults.md', import.meta.url), 'utf8');

/** By a record that has every code, or it is no valid one. */
test.each(Object.keys(EN.errors))('docs/faults.md tells what to do about `%s`', (code) => {
  expect(page).toMatch(new RegExp(`^\\| \`${code}\` \\| .+ \\| .+ \\|$`, 'm'));
});

test('and how many calls may wait', () => {
  expect(page).toContain(`${String(WAITING_LIMIT)} calls`);
});
