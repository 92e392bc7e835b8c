import { randomBytes } from './bytes.js';

/** Crockford's base 32: no letter looks like a digit or like another. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CHARACTERS = 32;
const GROUP = 4;

/** 160 random bits as `XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX`, to be written down. */
export function makeRecoveryCode(): string {
  // 256 is a multiple of 32: each character is as likely as any other.
  const characters = Array.from(randomBytes(CHARACTERS), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
  return (characters.match(new RegExp(`.{${GROUP}}`, 'g')) ?? []).join('-');
}

/** The code as it was shown, however it was typed; `undefined` where it cannot be one. */
export function readRecoveryCode(typed: string): string | undefined {
  const characters = typed.normalize('NFKC').toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  if (characters.length !== CHARACTERS || [...characters].some((character) => !ALPHABET.includes(character))) return undefined;
  return (characters.match(new RegExp(`.{${GROUP}}`, 'g')) ?? []).join('-');
}
