import * as v from 'valibot';
import { base64OfBytes, bytesOfBase64 } from '../session/base64.js';
import { bytesOfText, randomBytes, type Bytes } from './bytes.js';
import { HistoryError } from './history-error.js';

/** What OWASP asks of PBKDF2 with SHA-256. */
const ITERATIONS = 600_000;
/** A file with more would keep the device busy for minutes. */
const MAX_ITERATIONS = 10_000_000;
const SALT_BYTES = 16;
const IV_BYTES = 12;
/** A key of 32 bytes, wrapped by AES-KW. */
const WRAPPED_BYTES = 40;

/** Of the sealed form of a record; what is sealed in another does not open. */
const SEAL_VERSION = 1;

const base64Of = (length: number) =>
  v.pipe(v.string(), v.base64(), v.check((text) => bytesOfBase64(text).length === length));

/** The data key, wrapped by a key that is derived from a secret. */
const KEY_SLOT = v.object({
  iterations: v.pipe(v.number(), v.integer(), v.minValue(ITERATIONS), v.maxValue(MAX_ITERATIONS)),
  salt: base64Of(SALT_BYTES),
  wrapped: base64Of(WRAPPED_BYTES),
});

/** What is stored of a vault: by itself it opens nothing. */
export const VAULT_HEADER = v.object({
  version: v.literal(1),
  id: v.pipe(v.string(), v.uuid()),
  passphrase: KEY_SLOT,
  recovery: v.optional(KEY_SLOT),
});

export type VaultHeader = v.InferOutput<typeof VAULT_HEADER>;
type KeySlot = VaultHeader['passphrase'];
type SlotName = 'passphrase' | 'recovery';

/** An open vault. Its key cannot be read out of the browser, only used. */
export interface Vault {
  readonly header: VaultHeader;
  readonly key: CryptoKey;
}

/** Where a record belongs: what is sealed for one place opens at no other. */
export interface Place {
  readonly store: 'people' | 'visits' | 'photos';
  readonly id: string;
}

/** The key that wraps the data key. Keyboards write the same Korean syllable in two ways: NFKC makes them one. */
async function wrappingKey(secret: string, salt: Bytes, iterations: number): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', bytesOfText(secret.normalize('NFKC')), 'PBKDF2', false, ['deriveKey']);
  return crypto.subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, material, { name: 'AES-KW', length: 256 }, false, [
    'wrapKey',
    'unwrapKey',
  ]);
}

async function wrapKey(dataKey: CryptoKey, secret: string): Promise<KeySlot> {
  const salt = randomBytes(SALT_BYTES);
  const wrapped = await crypto.subtle.wrapKey('raw', dataKey, await wrappingKey(secret, salt, ITERATIONS), 'AES-KW');
  return { iterations: ITERATIONS, salt: base64OfBytes(salt), wrapped: base64OfBytes(new Uint8Array(wrapped)) };
}

/** AES-KW knows whether it was the right key: nothing else needs to be stored to check a passphrase. */
async function unwrapKey({ iterations, salt, wrapped }: KeySlot, secret: string, extractable: boolean): Promise<CryptoKey> {
  const wrapping = await wrappingKey(secret, bytesOfBase64(salt), iterations);
  try {
    return await crypto.subtle.unwrapKey('raw', bytesOfBase64(wrapped), wrapping, 'AES-KW', 'AES-GCM', extractable, ['encrypt', 'decrypt']);
  } catch (cause) {
    throw new HistoryError('wrongSecret', { cause });
  }
}

async function slots(dataKey: CryptoKey, passphrase: string, recoveryCode: string | undefined): Promise<Pick<VaultHeader, SlotName>> {
  return {
    passphrase: await wrapKey(dataKey, passphrase),
    ...(recoveryCode === undefined ? {} : { recovery: await wrapKey(dataKey, recoveryCode) }),
  };
}

/** Makes a vault with a fresh random key. The recovery code opens it as the passphrase does. */
export async function createVault(passphrase: string, recoveryCode?: string): Promise<Vault> {
  const dataKey = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt', 'decrypt']);
  const header: VaultHeader = { version: 1, id: crypto.randomUUID(), ...(await slots(dataKey, passphrase, recoveryCode)) };
  return { header, key: await unwrapKey(header.passphrase, passphrase, false) };
}

/**
 * Opens a vault.
 *
 * @throws HistoryError `wrongSecret`.
 */
export async function unlockVault(header: VaultHeader, secret: string, slot: SlotName = 'passphrase'): Promise<Vault> {
  const given = header[slot];
  if (!given) throw new HistoryError('wrongSecret');
  return { header, key: await unwrapKey(given, secret, false) };
}

/** What opens a vault from now on; what is left out stays as it is. */
export interface NewSecrets {
  readonly passphrase?: string;
  readonly recoveryCode?: string;
}

/**
 * Changes what opens a vault; its records stay as they are.
 *
 * @returns The header to store in place of the old one.
 * @throws HistoryError `wrongSecret`.
 */
export async function changeSecrets(header: VaultHeader, secret: string, next: NewSecrets, slot: SlotName = 'passphrase'): Promise<VaultHeader> {
  const given = header[slot];
  if (!given) throw new HistoryError('wrongSecret');
  const dataKey = await unwrapKey(given, secret, true);
  return {
    ...header,
    ...(next.passphrase === undefined ? {} : { passphrase: await wrapKey(dataKey, next.passphrase) }),
    ...(next.recoveryCode === undefined ? {} : { recovery: await wrapKey(dataKey, next.recoveryCode) }),
  };
}

const parameters = (vault: Vault, { store, id }: Place, iv: Bytes): AesGcmParams => ({
  name: 'AES-GCM',
  iv,
  additionalData: bytesOfText(`${vault.header.id}/${store}/${id}/${SEAL_VERSION}`),
});

/** Encrypts a record for its place. The same record never looks the same twice. */
export async function seal(vault: Vault, place: Place, bytes: Bytes): Promise<Bytes> {
  const iv = randomBytes(IV_BYTES);
  const encrypted = new Uint8Array(await crypto.subtle.encrypt(parameters(vault, place, iv), vault.key, bytes));
  const sealed = new Uint8Array(IV_BYTES + encrypted.length);
  sealed.set(iv);
  sealed.set(encrypted, IV_BYTES);
  return sealed;
}

/**
 * Decrypts a record.
 *
 * @throws HistoryError `damaged`: changed, cut, or sealed for another place or by another vault.
 */
export async function unseal(vault: Vault, place: Place, sealed: Bytes): Promise<Bytes> {
  try {
    const iv = sealed.slice(0, IV_BYTES);
    return new Uint8Array(await crypto.subtle.decrypt(parameters(vault, place, iv), vault.key, sealed.subarray(IV_BYTES)));
  } catch (cause) {
    throw new HistoryError('damaged', { cause });
  }
}
