import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { bytesOfText, textOfBytes, type Bytes } from '../../demo/kiosk/history/bytes.js';
import { makeRecoveryCode, readRecoveryCode } from '../../demo/kiosk/history/recovery-code.js';
import { waitAfter } from '../../demo/kiosk/history/try-limit.js';
import { changeSecrets, createVault, seal, unlockVault, unseal, type Place, type Vault } from '../../demo/kiosk/history/vault.js';

const PASSPHRASE = 'correct horse 배터리';
const CODE = makeRecoveryCode();
const PLACE: Place = { store: 'visits', id: '0b7a5f5e-9f0c-4f1c-8d2f-6c5b6a1c0f11' };
const SECRET = bytesOfText('{"name":"Somebody"}');

let vault: Vault;
beforeAll(async () => {
  vault = await createVault(PASSPHRASE, CODE);
});

const wrong = { name: 'HistoryError', code: 'wrongSecret' };
const damaged = { name: 'HistoryError', code: 'damaged' };

describe('a vault', () => {
  test('opens with its passphrase and with its recovery code, and with nothing else', async () => {
    const sealed = await seal(vault, PLACE, SECRET);
    for (const opened of [await unlockVault(vault.header, PASSPHRASE), await unlockVault(vault.header, CODE, 'recovery')]) {
      expect(textOfBytes(await unseal(opened, PLACE, sealed))).toBe(textOfBytes(SECRET));
    }
    await expect(unlockVault(vault.header, `${PASSPHRASE} `)).rejects.toMatchObject(wrong);
    await expect(unlockVault(vault.header, CODE)).rejects.toMatchObject(wrong);
    await expect(unlockVault(vault.header, PASSPHRASE, 'recovery')).rejects.toMatchObject(wrong);
  });

  test('takes a passphrase however the keyboard composes its syllables', async () => {
    await expect(unlockVault(vault.header, PASSPHRASE.normalize('NFD'))).resolves.toMatchObject({ header: vault.header });
  });

  test('stores nothing that opens it, and its key cannot be read', async () => {
    const stored = JSON.stringify(vault.header);
    expect(stored).not.toContain(PASSPHRASE);
    expect(stored).not.toContain(CODE);
    expect(vault.header.passphrase.iterations).toBeGreaterThanOrEqual(600_000);
    await expect(crypto.subtle.exportKey('raw', vault.key)).rejects.toThrow();
  });

  test('keeps its records when the passphrase changes, and no longer opens with the old one', async () => {
    const sealed = await seal(vault, PLACE, SECRET);
    const header = await changeSecrets(vault.header, PASSPHRASE, { passphrase: 'another one' });
    const opened = await unlockVault(header, 'another one');
    expect(await unseal(opened, PLACE, sealed)).toEqual(SECRET);
    await expect(unlockVault(header, PASSPHRASE)).rejects.toMatchObject(wrong);
    await expect(unlockVault(header, CODE, 'recovery')).resolves.toBeDefined();
    await expect(changeSecrets(vault.header, 'no', { passphrase: 'x' })).rejects.toMatchObject(wrong);
  });

  test('without a recovery code has none', async () => {
    const plain = await createVault(PASSPHRASE);
    await expect(unlockVault(plain.header, CODE, 'recovery')).rejects.toMatchObject(wrong);
  });
});

const anyBytes = fc.uint8Array({ maxLength: 500 }).map((bytes) => Uint8Array.from(bytes));

describe('a sealed record', () => {
  test('comes back as it was, and never looks the same twice', () =>
    fc.assert(
      fc.asyncProperty(anyBytes, async (bytes: Bytes) => {
        const [first, second] = [await seal(vault, PLACE, bytes), await seal(vault, PLACE, bytes)];
        expect(first).not.toEqual(second);
        expect(await unseal(vault, PLACE, first)).toEqual(bytes);
      }),
    ));

  test('does not open when any bit of it is changed, or when it is cut', () =>
    fc.assert(
      fc.asyncProperty(anyBytes, fc.nat(), fc.integer({ min: 0, max: 7 }), async (bytes, at, bit) => {
        const sealed = await seal(vault, PLACE, bytes);
        const changed = Uint8Array.from(sealed);
        const index = at % changed.length;
        changed[index] = (changed[index] as number) ^ (1 << bit);
        await expect(unseal(vault, PLACE, changed)).rejects.toMatchObject(damaged);
        await expect(unseal(vault, PLACE, sealed.slice(0, index))).rejects.toMatchObject(damaged);
      }),
    ));

  test('does not open elsewhere: under another id, in another store, in another vault', async () => {
    const sealed = await seal(vault, PLACE, SECRET);
    const other = await createVault(PASSPHRASE);
    await expect(unseal(vault, { ...PLACE, id: crypto.randomUUID() }, sealed)).rejects.toMatchObject(damaged);
    await expect(unseal(vault, { ...PLACE, store: 'people' }, sealed)).rejects.toMatchObject(damaged);
    await expect(unseal(other, PLACE, sealed)).rejects.toMatchObject(damaged);
    await expect(unseal({ key: vault.key, header: other.header }, PLACE, sealed)).rejects.toMatchObject(damaged);
  });
});

describe('a recovery code', () => {
  test('has 160 random bits and is read however it is typed', () => {
    const codes = new Set(Array.from({ length: 200 }, makeRecoveryCode));
    expect(codes.size).toBe(200);
    for (const code of codes) {
      expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){7}[0-9A-HJKMNP-TV-Z]{4}$/);
      expect(readRecoveryCode(code)).toBe(code);
      expect(readRecoveryCode(` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')}\n`)).toBe(code);
    }
  });

  test.each(['', 'ABCD', `${CODE}0`, CODE.replace(/^./, 'U'), CODE.slice(1)])('is not %j', (typed) => {
    expect(readRecoveryCode(typed)).toBeUndefined();
  });
});

test('wrong tries slow down, up to a minute', () => {
  expect([0, 1, 2, 3, 4, 5, 20].map(waitAfter)).toEqual([0, 0, 0, 5_000, 10_000, 20_000, 60_000]);
});
