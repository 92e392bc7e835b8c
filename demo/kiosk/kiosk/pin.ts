import { computed, signal } from '@preact/signals';
import * as v from 'valibot';
import { readStored, store } from './device-storage.js';

/** As many as PBKDF2 with SHA-256 should have; a few tenths of a second on a tablet. */
const ROUNDS = 600_000;

/** Wrong tries before the first wait. */
const FREE_TRIES = 5;

/** Milliseconds before the next try. */
const WAIT = 30_000;

const BYTES = v.pipe(v.string(), v.regex(/^[0-9a-f]+$/));

const RECORD = v.object({
  salt: BYTES,
  hash: BYTES,
  rounds: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000_000)),
  from: v.picklist(['device', 'address', 'file']),
});

/** A PIN as it is kept: whoever reads it still has to try. */
type PinRecord = v.InferOutput<typeof RECORD>;

/** Who set a PIN: one set on the device stays, whatever the address or the file says. */
export type PinSource = PinRecord['from'];

const TRIES = v.object({ wrong: v.pipe(v.number(), v.minValue(0)), until: v.number() });

const record = signal<PinRecord | undefined>(undefined);

/** Whether one is asked for. */
export const hasPin = computed(() => record.value !== undefined);

/** Who set it. */
export const pinSource = computed(() => record.value?.from);

/** Only a secure context has what keeps a PIN safe. */
export const canKeepPin = (): boolean => typeof crypto.subtle === 'object';

const toHex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
const fromHex = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));

async function hashOf(pin: string, salt: Uint8Array<ArrayBuffer>, rounds: number): Promise<string> {
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveBits']);
  const bits = await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }, key, 256);
  return toHex(new Uint8Array(bits));
}

/** Reads what the device keeps. */
export function loadPin(): void {
  const kept = v.safeParse(RECORD, readStored('pin'));
  record.value = kept.success ? kept.output : undefined;
}

/**
 * Keeps a PIN in place of the one before.
 *
 * @param pin - 4 to 8 digits.
 */
export async function setPin(pin: string, from: PinSource): Promise<void> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  record.value = { salt: toHex(salt), hash: await hashOf(pin, salt, ROUNDS), rounds: ROUNDS, from };
  store('pin', record.value);
}

/** Asks for none any more. */
export function removePin(): void {
  record.value = undefined;
  store('pin', undefined);
  store('pin-tries', undefined);
}

function tries(): v.InferOutput<typeof TRIES> {
  const kept = v.safeParse(TRIES, readStored('pin-tries'));
  return kept.success ? kept.output : { wrong: 0, until: 0 };
}

/** Milliseconds until the next try is allowed, 0 for now. A clock that was set back makes the wait no longer than it is. */
export const pinWait = (now = Date.now()): number => Math.min(WAIT, Math.max(0, tries().until - now));

/**
 * Tries a PIN. Wrong ones are counted, also over a reload: after five of them each next one has to wait.
 *
 * @returns `wait` where it was not looked at.
 */
export async function tryPin(pin: string): Promise<'right' | 'wrong' | 'wait'> {
  const kept = record.value;
  if (!kept) return 'right';
  if (pinWait() > 0) return 'wait';
  const wrong = tries().wrong + 1;
  // Counted before it is looked at: a reload in between is no way to try for nothing.
  store('pin-tries', { wrong, until: wrong >= FREE_TRIES ? Date.now() + WAIT : 0 });
  if ((await hashOf(pin, fromHex(kept.salt), kept.rounds)) !== kept.hash) return 'wrong';
  store('pin-tries', undefined);
  return 'right';
}
