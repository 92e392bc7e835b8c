import fc from 'fast-check';
import { decodeBase64 } from '../../../src/photo/base64.js';
import type { CorpusFile } from '../corpus.js';
import { hostileText } from '../hostile-values.js';
import { bytesOf, mutatedFile } from '../mutated-bytes.js';
import type { FuzzTarget } from '../target.js';

const PREFIXES = ['', 'data:image/jpeg;base64,', ' \n data:,', 'DATA:image/png;charset=x;base64,', 'data:image/jpeg;base64', 'data:', ',', '\ufeff'];

/** Base64 text, broken and changed. */
export const base64 = (corpus: readonly CorpusFile[]): FuzzTarget<string> => ({
  name: 'base64',
  share: 0.15,
  inputs: fc.oneof(
    hostileText,
    fc
      .tuple(fc.constantFrom(...PREFIXES), mutatedFile(corpus.map(({ name }) => name)), fc.nat(2000), hostileText, fc.boolean())
      .map(([prefix, file, at, text, isUrlSafe]) => {
        const plain = Buffer.from(bytesOf(file, corpus).subarray(0, 1500)).toString(isUrlSafe ? 'base64url' : 'base64');
        return `${prefix}${plain.slice(0, at)}${text.slice(0, 200)}${plain.slice(at)}`;
      }),
    fc.tuple(fc.constantFrom(...PREFIXES), mutatedFile(corpus.map(({ name }) => name))).map(([prefix, file]) => `${prefix}${Buffer.from(bytesOf(file, corpus).subarray(0, 1500)).toString('base64')}`),
  ),
  judge(text) {
    const bytes = decodeBase64(text);
    if (bytes === undefined) return 'no base64';
    if (!(bytes instanceof Uint8Array) || bytes.length > (3 / 4) * text.length) throw new Error(`${bytes.length} bytes of ${text.length} characters`);
    const written = text.slice(text.indexOf(',') + 1).replace(/\s/g, '').replace(/=+$/, '');
    if (!Buffer.from(written, 'base64url').equals(bytes)) throw new Error('other bytes than another decoder reads');
    return 'bytes';
  },
});
