import { onWipe } from '../session/wipe.js';

/** Some browsers read the file only after the press has been dealt with. */
const KEPT_MS = 30_000;

const kept = new Set<string>();

function letGo(url: string): void {
  URL.revokeObjectURL(url);
  kept.delete(url);
}

onWipe(() => kept.forEach(letGo));

/** Saves a file to the device's downloads. */
export function download(file: File): void {
  const url = URL.createObjectURL(file);
  kept.add(url);
  const link = document.createElement('a');
  link.href = url;
  link.download = file.name;
  link.click();
  setTimeout(() => letGo(url), KEPT_MS);
}
