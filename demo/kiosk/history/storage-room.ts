import { signal } from '@preact/signals';
import { language } from '../messages/i18n.js';

/** What the browser says of its room for this app, bytes. */
export interface StorageRoom {
  readonly used: number;
  readonly quota: number;
  /** It is not deleted when the device runs out of room. */
  readonly isPersistent: boolean;
}

export const storageRoom = signal<StorageRoom | undefined>(undefined);

/** Asks the browser; where it says nothing, nothing is shown. */
export async function measureStorage(): Promise<void> {
  const [estimate, isPersistent] = await Promise.all([
    navigator.storage.estimate().catch((): StorageEstimate => ({})),
    navigator.storage.persisted().catch(() => false),
  ]);
  const { usage, quota } = estimate;
  storageRoom.value = usage === undefined || quota === undefined ? undefined : { used: usage, quota, isPersistent };
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** `3.4 MB`. */
export function formatBytes(bytes: number): string {
  const step = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return new Intl.NumberFormat(language.value, {
    style: 'unit',
    unit: UNITS[step] as string,
    unitDisplay: 'short',
    maximumFractionDigits: step < 2 ? 0 : 1,
  }).format(bytes / 1000 ** step);
}
