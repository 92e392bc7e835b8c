/** `2026-11-28`, by the clock of this device. */
export function isoDay(time: number): string {
  const date = new Date(time);
  const padded = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${padded(date.getMonth() + 1)}-${padded(date.getDate())}`;
}

/** What a file system or a shell may take for something else. */
const UNSAFE = /[^\p{L}\p{M}\p{N}]+/gu;

/**
 * What the files of a visit are called, without an ending: `posture-2026-11-28`.
 *
 * @param who - Names the person, where the files may.
 */
export function fileStem(when: number, who?: string): string {
  const name = who?.normalize('NFC').replaceAll(UNSAFE, '-').replace(/^-+|-+$/g, '').slice(0, 40);
  return ['posture', name, isoDay(when)].filter(Boolean).join('-');
}
