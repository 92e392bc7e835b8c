/** Long enough for a browser to have taken the file, milliseconds. */
const REVOKE_AFTER = 60_000;

/** Hands a value to the person as a JSON file. */
export function downloadJson(value: unknown, fileName: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([`${JSON.stringify(value, null, 2)}\n`], { type: 'application/json' }));
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), REVOKE_AFTER);
}
