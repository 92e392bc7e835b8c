/** Bytes in memory that no other thread shares: what Web Crypto and IndexedDB take. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** Fresh random bytes. */
export const randomBytes = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length));

export const bytesOfText = (text: string): Bytes => new TextEncoder().encode(text);

/** @throws TypeError where the bytes are no UTF-8. */
export const textOfBytes = (bytes: Bytes): string => new TextDecoder('utf-8', { fatal: true }).decode(bytes);

export const bytesOfBlob = async (blob: Blob): Promise<Bytes> => new Uint8Array(await blob.arrayBuffer());
