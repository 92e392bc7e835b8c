import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { idleFor, notePresence, noteTouch } from '../../demo/kiosk/session/activity.js';
import { readAddress, readSettings, readSettingsFile } from '../../demo/kiosk/kiosk/read-settings.js';
import { DEFAULT_SETTINGS, given, setGiven, settings } from '../../demo/kiosk/kiosk/settings.js';

const fromAddress = (text: string) => readAddress(new URLSearchParams(text));

describe('the address', () => {
  it('sets what it names', () => {
    expect(fromAddress('?mode=kiosk&lang=ko&theme=dark&idle=120&views=back,front&guidance=tones&camera=environment&countdown=5&precision=fast&paper=A4&history=off&organization=Clinic&pin=1234')).toEqual({
      values: {
        mode: 'kiosk',
        language: 'ko',
        theme: 'dark',
        idleSeconds: 120,
        views: ['front', 'back'],
        guidance: 'tones',
        camera: 'environment',
        countdown: 5,
        precision: 'fast',
        paper: 'A4',
        history: false,
        organization: 'Clinic',
      },
      pin: '1234',
      problems: [],
    });
  });

  it.each([
    ['mode=KIOSK', 'mode'],
    ['lang=de', 'language'],
    ['idle=14', 'idleSeconds'],
    ['idle=3601', 'idleSeconds'],
    ['idle=', 'idleSeconds'],
    ['idle=90.5', 'idleSeconds'],
    ['idle=-90', 'idleSeconds'],
    ['idle=1e2', 'idleSeconds'],
    ['idle=Infinity', 'idleSeconds'],
    ['views=', 'views'],
    ['views=front,top', 'views'],
    ['countdown=0', 'countdown'],
    ['history=maybe', 'history'],
    [`organization=${'x'.repeat(81)}`, 'organization'],
    ['theme=%3Cscript%3E', 'theme'],
  ])('%s: leaves the setting as it is, says which, and takes the others', (parameter, field) => {
    const { values, problems } = fromAddress(`?${parameter}&camera=environment`);
    expect(values).toEqual({ camera: 'environment' });
    expect(problems.map((problem) => problem.field)).toEqual([field]);
  });

  it.each(['123', '123456789', '12a4', '', '١٢٣٤'])('takes no PIN but 4 to 8 digits, and never repeats it: %s', (pin) => {
    expect(fromAddress(`?pin=${encodeURIComponent(pin)}`)).toEqual({ values: {}, pin: undefined, problems: [{ source: 'address', field: 'pin', found: '' }] });
  });

  it('leaves alone what is not a setting of its own', () => {
    expect(fromAddress('?utm_source=x&__proto__=y&constructor=z&toString=1')).toEqual({ values: {}, pin: undefined, problems: [] });
  });
});

describe('a settings file', () => {
  it.each(['', 'null', '[]', '"kiosk"', '{"mode":', '12'])('%j: is none', (text) => {
    expect(readSettingsFile(text, 'file')).toEqual({ values: {}, problems: [{ source: 'file', field: 'file', found: '' }] });
  });

  it('names what it does not know, and cuts short what is long', () => {
    const { values, problems } = readSettingsFile(`{"__proto__":{"mode":"kiosk"},"mode":"${'k'.repeat(99)}","idleSeconds":"90"}`, 'file');
    expect(values).toEqual({});
    expect(problems.map(({ field }) => field)).toEqual(['unknown', 'mode', 'idleSeconds']);
    expect(problems[1]?.found).toHaveLength(41);
    expect(({} as { readonly mode?: string }).mode).toBeUndefined();
  });

  it('shows nothing that does something to the text around it, and of lists and objects only that they are', () => {
    const { problems } = readSettingsFile(JSON.stringify({ mode: 'a\u001b[2J\u202eb', theme: [[1]], camera: { a: 1 }, ['\u2028']: 1 }), 'file');
    expect(problems.map(({ found }) => found)).toEqual(['a�[2J�b', '[…]', '{…}', '�']);
  });

  it('of any depth is read', () => {
    const deep = JSON.parse(`{"views":${'['.repeat(100_000)}${']'.repeat(100_000)}}`) as unknown;
    expect(readSettings(deep, 'device').problems.map(({ field }) => field)).toEqual(['views']);
  });

  it('names nobody with control characters', () => {
    expect(readSettings({ organization: 'Clinic\u0000\u001b[2J' }, 'file').values).toEqual({});
    expect(readSettings({ organization: ' 재활의학과 🏥 ' }, 'file').values).toEqual({ organization: '재활의학과 🏥' });
  });

  it('gives back what was saved', () => {
    expect(readSettingsFile(JSON.stringify(DEFAULT_SETTINGS), 'device')).toEqual({ values: DEFAULT_SETTINGS, pin: undefined, problems: [] });
  });

  it('whatever it holds, only valid settings come out of it', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.oneof(fc.constantFrom(...Object.keys(DEFAULT_SETTINGS), 'pin'), fc.string()), fc.jsonValue()), (file) => {
        const { values } = readSettings(file, 'file');
        expect(readSettings(values, 'file')).toEqual({ values, pin: undefined, problems: [] });
      }),
    );
  });
});

it('a nearer source goes before a farther one, setting by setting', () => {
  setGiven('file', { mode: 'kiosk', theme: 'dark', countdown: 9 });
  setGiven('device', { theme: 'light' });
  setGiven('address', { countdown: 2 });
  setGiven('visit', { language: 'ko' });
  expect(settings.value).toEqual({ ...DEFAULT_SETTINGS, mode: 'kiosk', theme: 'light', countdown: 2, language: 'ko' });
  given.value = { file: {}, device: {}, address: {}, visit: {} };
  expect(settings.value).toEqual(DEFAULT_SETTINGS);
});

describe('nobody being there', () => {
  it('begins with the last touch', () => {
    noteTouch(1000);
    expect(idleFor(91_000)).toBe(90_000);
  });

  it('waits for who stands before the camera, though not for ever', () => {
    noteTouch(1000);
    notePresence(200_000);
    expect(idleFor(201_000)).toBe(1000);
    notePresence(10_000_000);
    expect(idleFor(10_000_000)).toBe(10_000_000 - 301_000);
    noteTouch(10_000_001);
    expect(idleFor(10_000_002)).toBe(1);
  });

  it('a clock that goes back is counted from anew: nobody waits until it has caught up', () => {
    noteTouch(50_000_000);
    expect(idleFor(20_000)).toBe(0);
    expect(idleFor(110_000)).toBe(90_000);
  });
});
