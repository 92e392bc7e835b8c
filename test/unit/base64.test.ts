import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBase64 } from '../../src/photo/base64.js';

const anyBytes = fc.uint8Array({ minLength: 1, maxLength: 300 });
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

describe('base64', () => {
  test.each([
    ['plain', (plain: string) => plain],
    ['with a data-URL prefix', (plain: string) => `data:image/jpeg;base64,${plain}`],
    ['with line breaks', (plain: string) => plain.replace(/.{1,76}/g, '$&\r\n')],
    ['in the URL-safe alphabet, without padding', (plain: string) => plain.replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '')],
    ['with blanks around', (plain: string) => `  ${plain}\n`],
  ])('%s comes back as the bytes', (_, written) => {
    fc.assert(fc.property(anyBytes, (bytes) => {
      expect(decodeBase64(written(text(bytes)))).toEqual(bytes);
    }));
  });

  test.each(['', '   ', 'data:image/png;base64,', 'data:nothing', 'not base64!', 'ÄÖÜ', 'A', '====', '{"a":1}'])(
    '%j is none',
    (garbage) => {
      expect(decodeBase64(garbage)).toBeUndefined();
    },
  );

  test('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (any) => {
      const bytes = decodeBase64(any);
      expect(bytes === undefined || bytes instanceof Uint8Array).toBe(true);
    }));
  });
});
