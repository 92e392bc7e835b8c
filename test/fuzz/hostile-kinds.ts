import { CANARY } from './canary.js';

/** A value that no text can carry, made when it is handed in. */
export interface Hostile {
  /** What it is, for the report. */
  readonly kind: string;
  readonly make: () => unknown;
}

const throwing = (): never => {
  throw new Error(CANARY);
};

/** Messages may show a text's first forty characters, where it is a name. */
export const LONG_TEXT = `${'x'.repeat(60)}${CANARY}`.repeat(20_000);

/** Lengths that arrays may have, and nobody may walk through. */
const LONGEST_ARRAY = 2 ** 32 - 1;

const tagged = (tag: string, fields: object): object => ({ [Symbol.toStringTag]: tag, ...fields });

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

function cyclic(): object {
  const ring: Record<string, unknown> = { views: [] };
  ring['self'] = ring;
  (ring['views'] as unknown[]).push(ring);
  return ring;
}

function nested(): unknown {
  let value: unknown = CANARY;
  for (let depth = 0; depth < 20_000; depth += 1) value = [value];
  return value;
}

/** An array of which a photo's length is claimed. */
const claimed = (className: string): object => tagged(className, { byteLength: 5, size: 5, length: 1e9, width: 500, height: 500, data: { length: 1e6 } });

/** Values by what they are. */
export const HOSTILE: readonly Hostile[] = Object.entries<() => unknown>({
  'a proxy that throws for everything': () => new Proxy({}, { get: throwing, has: throwing, ownKeys: throwing, getPrototypeOf: throwing, getOwnPropertyDescriptor: throwing }),
  'an array proxy that throws': () => new Proxy([], { get: throwing, ownKeys: throwing }),
  'a getter that throws': () => ({ get front(): never { return throwing(); }, get scale(): never { return throwing(); }, get files(): never { return throwing(); }, get aborted(): never { return throwing(); } }),
  'an inherited getter that throws': () => Object.create({ get mode(): never { return throwing(); } }) as object,
  'a revoked proxy': () => revoked({}),
  'a revoked array proxy': () => revoked([]),
  'a ring': cyclic,
  'a deep nest': nested,
  'an object without a prototype': () => Object.create(null) as object,
  'a parsed __proto__': () => JSON.parse(`{"__proto__":{"polluted":"${CANARY}"},"constructor":{"prototype":{"polluted":1}}}`) as object,
  'an object whose toString throws': () => ({ toString: throwing, valueOf: throwing, toJSON: throwing }),
  'an object that is no primitive': () => ({ [Symbol.toPrimitive]: throwing }),
  'an object that says it is a list': () => ({ length: 3, 0: 'front', 1: 'side', 2: 'back' }),
  'a long text': () => LONG_TEXT,
  'a text of forty controls': () => '\u001b[2J\u0007\u202e\u2028'.repeat(5).slice(0, 39),
  'half a character': () => '\ud83d',
  'a blank text': () => ' \n\t',
  'an empty text': () => '',
  'a text object': () => new String('front'),
  'a long name of controls': () => `\u001b]0;${'\u0000'.repeat(200)}`,
  'a symbol': () => Symbol(`${CANARY}\u001b[2J`),
  'a long number': () => 10n ** 3000n,
  'no number': () => Number.NaN,
  'a negative zero': () => -0,
  'an endless number': () => Number.POSITIVE_INFINITY,
  'a number object': () => new Number(1),
  'an array of holes': () => new Array<unknown>(LONGEST_ARRAY),
  'an array of one hole': () => new Array<unknown>(1),
  'an array of itself': () => { const list: unknown[] = []; list.push(list, list); return list; },
  'a function': () => throwing,
  'a class': () => class Options {},
  'a date of no day': () => new Date(Number.NaN),
  'a map': () => new Map([['front', CANARY]]),
  'a promise': () => Promise.resolve(CANARY),
  'an expression': () => /(a+)+$/,
  'an error': () => new Error(CANARY),
  'a false Blob': () => claimed('Blob'),
  'a false File with functions': () => ({ ...claimed('File'), arrayBuffer: throwing, stream: throwing, slice: throwing }),
  'a false ArrayBuffer': () => claimed('ArrayBuffer'),
  'a false SharedArrayBuffer': () => claimed('SharedArrayBuffer'),
  'false ImageData': () => claimed('ImageData'),
  'a false ImageBitmap': () => claimed('ImageBitmap'),
  'a false canvas': () => ({ ...claimed('HTMLCanvasElement'), decode: throwing }),
  'a false AbortSignal': () => tagged('AbortSignal', { aborted: 'no', addEventListener: 5 }),
  'a false URL': () => Object.create(URL.prototype) as object,
  'an empty view': () => new Uint16Array(0),
  'a view of floats': () => new Float64Array([Number.NaN, 1e300]),
  'a view of a part': () => new DataView(new ArrayBuffer(64), 3, 7),
  // Pages that are not isolated have no SharedArrayBuffer by name.
  'shared bytes': () => new Uint8Array(new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer),
  'bytes handed to someone else': () => { const bytes = new Uint8Array(16); structuredClone(bytes.buffer, { transfer: [bytes.buffer] }); return bytes; },
  'a view that lies': () => Object.defineProperty(new Uint8Array(4), 'byteLength', { value: 4e9 }),
  'a Blob of text': () => new Blob([CANARY]),
  'an empty Blob': () => new Blob([]),
  'a Blob that lies': () => Object.defineProperty(new Blob([CANARY]), 'size', { value: Number.NaN }),
  'a frozen object': () => Object.freeze({ front: Object.freeze([]) }),
  'nothing': () => undefined,
  'null': () => null,
}).map(([kind, make]) => ({ kind, make }));
