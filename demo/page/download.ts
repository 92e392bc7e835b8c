import { html } from './element.js';

/** Long enough for a browser to have taken the file, milliseconds. */
const REVOKE_AFTER = 60_000;

/** Hands a value to the person as a JSON file. */
export function downloadJson(value: unknown, fileName: string): void {
  const url = URL.createObjectURL(new Blob([`${JSON.stringify(value, null, 2)}\n`], { type: 'application/json' }));
  html('a', { href: url, download: fileName }).click();
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_AFTER);
}
