import fc from 'fast-check';
import { photoMessage } from '../../../src/photo/photo-source.js';
import { VIEWS, type View } from '../../../src/photo/views.js';
import { parseRequest } from '../../../src/request.js';
import type { Hostile } from '../hostile-kinds.js';
import { hostileObject, hostileValue } from '../hostile-values.js';
import { checkMessage, type FuzzTarget } from '../target.js';

const FIELDS = ['front', 'side', 'back', 'forigimg', 'sorigimg', 'borigimg', 'uuid', 'Email', 'UserKey', 'APIKey', '__proto__', 'constructor'];

const TEXTS = ['someone@example.org', 'key', ''];

const FITTING = {
  front: ['QUJD', new Uint8Array([1]), new Blob(['photo'])],
  side: ['data:image/png;base64,QUJD'],
  uuid: ['order 7'],
  ...Object.fromEntries(['Email', 'UserKey', 'APIKey'].map((name) => [name, TEXTS])),
};

const KINDS = ['encoded', 'base64', 'bitmap', 'pixels', 'unreadable', 'too-large'];

/** Requests, and their photos on the way to the worker. */
export const request: FuzzTarget<readonly [request: Hostile, views: View[]]> = {
  name: 'requests',
  share: 0.15,
  inputs: fc.tuple(fc.oneof({ weight: 4, arbitrary: hostileObject(FIELDS, FITTING) }, { weight: 1, arbitrary: hostileValue }), fc.uniqueArray(fc.constantFrom(...VIEWS), { minLength: 1 })),
  async judge([{ make }, views]) {
    const parsed = parseRequest(make(), views);
    if (parsed.uuid !== undefined && typeof parsed.uuid !== 'string') throw new Error('a uuid that is no text');
    if ('wrong' in parsed) {
      checkMessage(parsed.wrong);
      return 'refused';
    }
    for (const [view, photo] of Object.entries(parsed.photos)) {
      if (!views.includes(view as View)) throw new Error(`a ${view} photo that nobody asked for`);
      const { kind } = await photoMessage(photo);
      if (!KINDS.includes(kind)) throw new Error(`a photo of kind ${kind}`);
    }
    return `${Object.keys(parsed.photos).length} photos`;
  },
};
