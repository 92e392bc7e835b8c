import { describe, expect, it } from 'vitest';
import { importKey, newKeyBytes, seal, unseal } from '../../demo/kiosk/session/draft-cipher.js';
import { isYoungerThan } from '../../demo/kiosk/session/draft-ticket.js';

const bytes = new TextEncoder().encode('{"nose":[123.25,456.5]}');

describe('a part of a draft', () => {
  it('opens with its key in its place, and shows nothing of itself until then', async () => {
    const key = await importKey(newKeyBytes());
    const sealed = await seal(key, 'draft/outline', bytes);
    expect(Buffer.from(sealed).includes('nose')).toBe(false);
    expect(Buffer.from(await unseal(key, 'draft/outline', sealed)).toString()).toBe('{"nose":[123.25,456.5]}');
  });

  it('looks different each time it is written', async () => {
    const key = await importKey(newKeyBytes());
    expect(await seal(key, 'a', bytes)).not.toEqual(await seal(key, 'a', bytes));
  });

  it('does not open with another key, in another place, or changed by one bit', async () => {
    const [key, other] = await Promise.all([importKey(newKeyBytes()), importKey(newKeyBytes())]);
    const sealed = await seal(key, 'draft/photo-front', bytes);
    await expect(unseal(other, 'draft/photo-front', sealed)).rejects.toThrow();
    await expect(unseal(key, 'draft/photo-back', sealed)).rejects.toThrow();
    for (const index of [0, 12, sealed.length - 1]) {
      const changed = sealed.slice();
      changed[index] = (changed[index] ?? 0) ^ 1;
      await expect(unseal(key, 'draft/photo-front', changed)).rejects.toThrow();
    }
  });

  it('has a key that cannot be read out again', async () => {
    const key = await importKey(newKeyBytes());
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow();
  });
});

describe('a draft whose tab was known to live', () => {
  it.each([
    ['a moment ago', 9_000, true],
    ['too long ago', 11_000, false],
    ['a moment from now: the clock was put right', -9_000, true],
    ['long from now: the clock was put back', -3_600_000, false],
  ])('%s', (_, age, isYoung) => {
    const now = 1_700_000_000_000;
    expect(isYoungerThan(10_000, { id: '', key: '', seenAt: now - age }, now)).toBe(isYoung);
  });
});
