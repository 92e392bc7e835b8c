/** The length of an AES-GCM nonce, bytes. */
const NONCE = 12;

const ALGORITHM = { name: 'AES-GCM', length: 256 } as const;

/** A fresh 256-bit key. */
export const newKeyBytes = (): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(ALGORITHM.length / 8));

/** The key itself can't be read out of what this gives. */
export const importKey = (bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', bytes, ALGORITHM, false, ['encrypt', 'decrypt']);

/**
 * Encrypts.
 *
 * @param place - Where it is kept: what is moved to another place no longer opens.
 * @returns The nonce, then the ciphertext with its tag.
 */
export async function seal(key: CryptoKey, place: string, bytes: BufferSource): Promise<Uint8Array<ArrayBuffer>> {
  const iv = crypto.getRandomValues(new Uint8Array(NONCE));
  const sealed = await crypto.subtle.encrypt({ ...ALGORITHM, iv, additionalData: new TextEncoder().encode(place) }, key, bytes);
  const whole = new Uint8Array(NONCE + sealed.byteLength);
  whole.set(iv);
  whole.set(new Uint8Array(sealed), NONCE);
  return whole;
}

/**
 * Decrypts what {@link seal} gave.
 *
 * @throws DOMException for another key, another place or changed bytes.
 */
export const unseal = (key: CryptoKey, place: string, whole: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> =>
  crypto.subtle.decrypt(
    { ...ALGORITHM, iv: whole.subarray(0, NONCE), additionalData: new TextEncoder().encode(place) },
    key,
    whole.subarray(NONCE),
  );
