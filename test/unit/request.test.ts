import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_BYTES } from '../../src/photo/header.js';
import { photoMessage } from '../../src/photo/photo-source.js';
import { VIEWS } from '../../src/photo/views.js';
import { parseRequest, randomUuid } from '../../src/request.js';

const photo = new Blob(['photo']);

describe('requests', () => {
  test('named photos and the API’s own fields mean the same', () => {
    const named = parseRequest({ front: photo, side: 'abc', back: new Uint8Array([1]) }, VIEWS);
    const api = parseRequest(
      { Email: 'a@b.c', UserKey: 'u', APIKey: 'k', forigimg: photo, sorigimg: 'abc', borigimg: new Uint8Array([1]), uuid: 'id' },
      VIEWS,
    );
    expect(named).toEqual({ uuid: undefined, photos: { front: photo, side: 'abc', back: new Uint8Array([1]) } });
    expect(api).toEqual({ uuid: 'id', photos: { front: photo, side: 'abc', back: new Uint8Array([1]) } });
  });

  test.each([
    ['null', null],
    ['an empty text', ''],
    ['a blank text', ' \n'],
    ['an empty Blob', new Blob([])],
    ['an empty buffer', new ArrayBuffer(0)],
    ['an empty array', new Uint8Array(0)],
  ])('%s counts as missing', (_, nothing) => {
    expect(parseRequest({ front: nothing }, ['front'])).toEqual({ uuid: undefined, photos: {} });
  });

  test.each([7, true, {}, [], () => photo, Symbol('photo'), new Date(), new Map()])('%s is no photo', (value) => {
    expect(parseRequest({ front: value }, ['front'])).toHaveProperty('wrong');
  });

  test.each([undefined, null, 7, 'photo', [], true])('%s is no request', (value) => {
    expect(parseRequest(value, VIEWS)).toHaveProperty('wrong');
  });

  test('photos of views that are not asked for are not looked at', () => {
    const request = { front: photo, get side(): never { throw new Error('touched'); } };
    expect(parseRequest(request, ['front'])).toEqual({ uuid: undefined, photos: { front: photo } });
  });

  test('account fields of another type are refused, and a getter that throws is an answer', () => {
    expect(parseRequest({ front: photo, Email: 3 }, ['front'])).toHaveProperty('wrong');
    expect(parseRequest({ get front(): never { throw new Error('no'); } }, ['front'])).toHaveProperty('wrong');
  });

  test.each(['Blob', 'File', 'ArrayBuffer', 'SharedArrayBuffer', 'ImageData', 'ImageBitmap', 'HTMLCanvasElement'])('what only says that it is a %s is no photo', (name) => {
    const photo = { [Symbol.toStringTag]: name, size: 5, byteLength: 5, length: 1e9, width: 500, height: 500, arrayBuffer: () => undefined };
    expect(parseRequest({ front: photo }, ['front'])).toHaveProperty('wrong');
  });

  test('whatever comes in, nothing is thrown', () => {
    fc.assert(fc.property(fc.anything(), (any) => {
      expect(typeof parseRequest(any, VIEWS)).toBe('object');
    }));
  });
});

describe('a photo on its way to the worker', () => {
  test('that cannot be read is an answer, not an exception', async () => {
    const lying = Object.defineProperty(new Uint8Array(4), 'buffer', { get: () => { throw new Error('secret'); } });
    expect(await photoMessage(lying)).toEqual({ kind: 'unreadable' });
  });

  test('of more bytes than are read is not sent', async () => {
    expect(await photoMessage(new Uint8Array(MAX_BYTES + 1))).toEqual({ kind: 'too-large' });
  });
});

test('fresh UUIDs are of version 4 and differ', () => {
  const uuids = Array.from({ length: 200 }, randomUuid);
  expect(new Set(uuids).size).toBe(200);
  for (const uuid of uuids) expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
