import fc from 'fast-check';
import { readAddress, readSettings, readSettingsFile, type ReadSettings } from '../../../demo/kiosk/kiosk/read-settings.js';
import { DEFAULT_SETTINGS } from '../../../demo/kiosk/kiosk/settings.js';
import { hostileText } from '../hostile-values.js';
import type { FuzzTarget } from '../target.js';

const PARAMETERS = ['mode', 'lang', 'theme', 'idle', 'views', 'guidance', 'camera', 'countdown', 'precision', 'paper', 'history', 'organization', 'pin'];
const VALUES = ['kiosk', 'ko', 'dark', '90', '1e9', '-1', 'front,side', 'front,,', ',', 'on', 'off', '1234', '99999999999999999999', '１２３４'];

/** How settings come in. */
type Given = { readonly address: string } | { readonly file: string } | { readonly kept: unknown };

const address = fc
  .array(fc.tuple(fc.oneof(fc.constantFrom(...PARAMETERS), hostileText), fc.oneof(fc.constantFrom(...VALUES), hostileText)), { maxLength: 6 })
  .map((pairs) => ({ address: new URLSearchParams(pairs.map(([name, value]) => [name, value.slice(0, 5000)])).toString() }));

const record = fc.dictionary(fc.oneof(fc.constantFrom(...Object.keys(DEFAULT_SETTINGS), 'pin'), hostileText), fc.oneof(fc.jsonValue(), hostileText, fc.constantFrom(...VALUES)), { maxKeys: 6 });

const file = fc.oneof(
  hostileText,
  fc.json(),
  record.map((values) => JSON.stringify(values)),
  fc.tuple(record, fc.nat(200), hostileText).map(([values, at, text]) => {
    const json = JSON.stringify(values);
    return `${json.slice(0, at)}${text.slice(0, 50)}${json.slice(at)}`;
  }),
  fc.constantFrom(`${'['.repeat(50_000)}${']'.repeat(50_000)}`, `{"views":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, '{"__proto__":{"mode":"kiosk"}}', '\ufeff{}'),
);

function read(given: Given): ReadSettings {
  if ('address' in given) return readAddress(new URLSearchParams(given.address));
  return 'file' in given ? readSettingsFile(given.file, 'file') : readSettings(given.kept, 'device');
}

/** Settings by the address, from a file and from what the device kept. */
export const settings: FuzzTarget<Given> = {
  name: 'settings',
  share: 0.1,
  inputs: fc.oneof(
    address,
    file.map((text) => ({ file: text })),
    fc.oneof(record, fc.jsonValue()).map((kept) => ({ kept })),
  ),
  judge(given) {
    const { values, pin, problems } = read(given);
    const again = readSettings(values, 'device');
    if (again.problems.length > 0 || JSON.stringify(again.values) !== JSON.stringify(values)) throw new Error('settings were taken that are none');
    if (pin !== undefined && !/^[0-9]{4,8}$/.test(pin)) throw new Error('a PIN that is none');
    for (const { found } of problems) {
      if (found.length > 41 || /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(found)) throw new Error(`a problem shows ${JSON.stringify(found)}`);
    }
    return problems.length > 0 ? 'taken in part' : 'taken';
  },
};
