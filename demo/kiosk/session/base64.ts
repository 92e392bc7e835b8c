/** For a few bytes. */
export const base64OfBytes = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

/** @throws DOMException where the text is no base64. */
export const bytesOfBase64 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
