import { describe, expect, test } from 'vitest';
import manifest from '../../models/manifest.json' with { type: 'json' };
import { packageOf } from '../../models/asset-package.js';
import { resolveAnalysis, resolveBoth, resolveEngine, resolveOver, type AnalyzeOptions, type EngineOptions } from '../../src/options.js';

const base = { assetsBaseUrl: 'https://example.test/assets' };

describe('engine options', () => {
  test('defaults', () => {
    expect(resolveEngine(base).settings).toEqual({
      model: 'full',
      backend: 'blazepose',
      delegate: 'auto',
      assetsBaseUrl: 'https://example.test/assets/',
      assetUrls: {},
      cache: true,
    });
  });

  test.each([
    ['model', 'tiny', /option `model` must be one of 'lite', 'full', 'heavy', not "tiny"/],
    ['backend', 'tfjs', /option `backend` must be one of 'blazepose', 'mediapipe', not "tfjs"/],
    ['backend', null, /option `backend`/],
    ['delegate', 'NPU', /option `delegate` must be one of 'auto', 'CPU', 'GPU', not "NPU"/],
    ['assetsBaseUrl', 7, /option `assetsBaseUrl` must be a URL, not 7/],
    ['assetsBaseUrl', '', /option `assetsBaseUrl`/],
    ['assets', 'heavy', /option `assets` must be what companion packages export, not "heavy"/],
    ['assets', [{ files: { 'x.tflite': '/x.tflite' } }], /option `assets`/],
    ['workerUrl', {}, /option `workerUrl` must be a URL, not an object/],
    ['cache', 'no', /option `cache` must be true or false, not "no"/],
    ['modle', 'full', /unknown option `modle`/],
  ])('%s: %j is a TypeError naming the field and the value', (field, value, message) => {
    const options = { ...base, [field]: value } as unknown as EngineOptions;
    expect(() => resolveEngine(options)).toThrow(TypeError);
    expect(() => resolveEngine(options)).toThrow(message);
  });

  test('without a folder named, each asset of the package has its own address, and companions bring theirs', () => {
    const heavy = { files: { 'pose_landmarks_heavy.tflite': () => new URL('https://example.test/hashed-1234.tflite') } };
    const { assetUrls, assetsBaseUrl } = resolveEngine({ assets: heavy }).settings;
    expect(assetUrls).toMatchObject({ 'pose_landmarks_heavy.tflite': 'https://example.test/hashed-1234.tflite' });
    const own = manifest.assets.map(({ file }) => file).filter((file) => packageOf(file) === 'analyze-locally');
    expect(Object.keys(assetUrls).sort()).toEqual([...own, 'pose_landmarks_heavy.tflite'].sort());
    for (const file of own) expect(assetUrls[file]).toBe(new URL(file, assetsBaseUrl).href);
  });

  test('a companion goes before the folder', () => {
    const lite = { files: { 'pose_landmarks_lite.tflite': () => new URL('https://example.test/lite.tflite') } };
    expect(resolveEngine({ ...base, assets: [lite] }).settings.assetUrls).toEqual({
      'pose_landmarks_lite.tflite': 'https://example.test/lite.tflite',
    });
  });

  test.each([null, 'full', 3, []])('options %j are a TypeError', (options) => {
    expect(() => resolveEngine(options as unknown as EngineOptions)).toThrow(/options must be an object/);
  });
});

describe('analysis options', () => {
  test('defaults', () => {
    expect(resolveAnalysis(undefined)).toMatchObject({
      timeout: 120_000,
      details: false,
      mode: 'balanced',
      rollReference: 'ankles',
      jpegQuality: 0.9,
      views: ['front', 'side', 'back'],
      credit: 0,
      creditChange: 0,
    });
  });

  test('undefined stands for the default', () => {
    expect(resolveAnalysis({ timeout: undefined, overlay: { scale: undefined } })).toEqual(resolveAnalysis(undefined));
  });

  test('views are put in order and counted once', () => {
    expect(resolveAnalysis({ views: ['back', 'front', 'back'] }).views).toEqual(['front', 'back']);
  });

  test('the overlay style is merged into the default one', () => {
    const { overlay } = resolveAnalysis({ overlay: { scale: 2, colors: { left: '#123456' } } });
    expect(overlay.scale).toBe(2);
    expect(overlay.colors.left).toBe('#123456');
    expect(overlay.colors.right).toBe(resolveAnalysis(undefined).overlay.colors.right);
  });

  test.each([
    ['signal', {}],
    ['signal', 'abort'],
    ['signal', null],
    ['timeout', -1],
    ['timeout', '5'],
    ['timeout', Number.NaN],
    ['onProgress', 'log'],
    ['details', 1],
    ['mode', 'best'],
    ['mode', ''],
    ['mode', 2],
    ['mode', ['fast']],
    ['mode', null],
    ['rollReference', 'ankle'],
    ['rollReference', 0],
    ['rollReference', true],
    ['rollReference', null],
    ['looks', 2],
    ['overlay', 'none'],
    ['overlay.scale', { overlay: { scale: 100 } }],
    ['overlay.scale', { overlay: { scale: '2' } }],
    ['overlay.margins', { overlay: { margins: 'none' } }],
    ['overlay.colors.left', { overlay: { colors: { left: 3 } } }],
    ['overlay.colour', { overlay: { colour: 'red' } }],
    ['jpegQuality', 0],
    ['jpegQuality', 1.1],
    ['jpegQuality', '0.5'],
    ['views', 'front'],
    ['views', []],
    ['views', ['left']],
    ['credit', '5'],
    ['creditChange', Number.POSITIVE_INFINITY],
  ])('%s: %j is a TypeError naming the field', (field, value) => {
    const options = (field.includes('.') ? value : { [field]: value }) as unknown as AnalyzeOptions;
    expect(() => resolveAnalysis(options)).toThrow(TypeError);
    expect(() => resolveAnalysis(options)).toThrow(field);
  });

  test('a long value is not repeated in the message', () => {
    const photo = 'x'.repeat(5000);
    expect(() => resolveAnalysis({ jpegQuality: photo } as unknown as AnalyzeOptions)).toThrow(/a string of 5000 characters/);
  });
});

describe('hostile options', () => {
  const throwing = (): never => {
    throw new Error('secret');
  };
  const resolved = (options: unknown) => () => resolveAnalysis(options as AnalyzeOptions);

  test.each([
    ['a getter', { get mode() { return throwing(); } }],
    ['a getter of the look', { overlay: { get scale() { return throwing(); } } }],
    ['a proxy', new Proxy({}, { ownKeys: throwing, get: throwing })],
    ['a list', { views: new Proxy([], { get: throwing }) }],
    ['a signal', { signal: { get aborted() { return throwing(); }, addEventListener: () => undefined } }],
  ])('%s that throws is a TypeError of this package', (_, options) => {
    expect(resolved(options)).toThrow(TypeError);
    expect(resolved(options)).toThrow(/^(the options|option `[a-z]+`) could not be read$/);
  });

  test('a URL that throws when it is looked at is one, too', () => {
    const assetsBaseUrl = new Proxy({}, { getPrototypeOf: throwing }) as unknown as URL;
    expect(() => resolveEngine({ assetsBaseUrl })).toThrow(/^option `assetsBaseUrl` could not be read$/);
  });

  test('a getter runs once: a second answer is not taken unchecked', () => {
    let asked = 0;
    const options = { get jpegQuality() { return (asked += 1) === 1 ? 0.5 : 90; } };
    expect(resolveOver({}, options).jpegQuality).toBe(0.5);
    expect(asked).toBe(1);
  });

  test('what is inherited is not taken', () => {
    expect(resolveAnalysis(Object.create({ mode: 'fast' }) as AnalyzeOptions).mode).toBe('balanced');
  });

  test.each([
    ['of holes', new Array(1)],
    ['too long to be walked through', new Array(2 ** 32 - 1)],
  ])('a list of views %s is refused', (_, views) => {
    expect(resolved({ views })).toThrow(/^option `views` must be/);
  });

  test('a list of assets too long to be walked through is refused', () => {
    expect(() => resolveEngine({ ...base, assets: new Array(2 ** 32 - 1) })).toThrow(/^option `assets` must be/);
  });

  test.each([
    ['a name', { 'a\u001b[2J\u202eb': 1 }],
    ['a value', { mode: 'a\u0007\u009b\u2028\u202eb' }],
    ['a symbol', { credit: Symbol('\u001b[2J'.repeat(100)) }],
    ['a long number', { credit: 10n ** 5000n }],
  ])('%s is shown short, and without characters that a terminal obeys', (_, options) => {
    let message = '';
    try {
      resolved(options)();
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toMatch(/option `/);
    expect(message.length).toBeLessThan(300);
    expect(message).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}]/u);
  });

  test('texts of the drawing have at most 200 characters', () => {
    expect(resolveAnalysis({ overlay: { names: { far_tilt: 'x'.repeat(200) } } }).overlay.names.far_tilt).toHaveLength(200);
    expect(resolved({ overlay: { names: { far_tilt: 'x'.repeat(201) } } })).toThrow(/option `overlay.names.far_tilt` must be a string of at most 200 characters/);
  });

  test('something that only looks like a signal is none', () => {
    expect(resolved({ signal: { aborted: false, addEventListener: 5 } })).toThrow(/option `signal` must be an AbortSignal/);
  });
});

test('both kinds of options in one object', () => {
  const { engine, own } = resolveBoth({ ...base, model: 'lite', details: true });
  expect(engine.settings.model).toBe('lite');
  expect(own).toEqual({ details: true });
  expect(() => resolveBoth({ ...base, detials: true } as unknown as EngineOptions)).toThrow(/unknown option `detials`/);
});
