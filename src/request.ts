import { photoKind, type PhotoSource } from './photo/photo-source.js';
import { VIEWS, type View } from './photo/views.js';

/** Three photos by name. */
export interface NamedPhotos {
  readonly front?: PhotoSource | null | undefined;
  readonly side?: PhotoSource | null | undefined;
  readonly back?: PhotoSource | null | undefined;
  /** Comes back in the answer; a fresh one is made where there is none. */
  readonly uuid?: string | undefined;
}

/** The web API's own request object. The account fields are accepted, and never checked, stored or logged. */
export interface ApiRequest {
  readonly Email?: string | undefined;
  readonly UserKey?: string | undefined;
  readonly APIKey?: string | undefined;
  readonly forigimg?: PhotoSource | null | undefined;
  readonly sorigimg?: PhotoSource | null | undefined;
  readonly borigimg?: PhotoSource | null | undefined;
  readonly uuid?: string | undefined;
}

/** A request that cannot be worked on. */
export interface WrongRequest {
  readonly uuid: string | undefined;
  /** What is wrong with it, and nothing of what is in it. */
  readonly wrong: string;
}

/** What can be analysed. */
export type AnalysisInput = NamedPhotos | ApiRequest;

/** A request that can be worked on. */
export interface ParsedRequest {
  readonly uuid: string | undefined;
  readonly photos: Partial<Readonly<Record<View, PhotoSource>>>;
}

const API_FIELDS = { front: 'forigimg', side: 'sorigimg', back: 'borigimg' } as const;
const ACCOUNT_FIELDS = ['Email', 'UserKey', 'APIKey', 'uuid'] as const;

/**
 * Reads a request. Whatever a caller hands in, this does not throw.
 *
 * @param input - Anything.
 * @param views - The photos that are wanted; others are not looked at.
 * @returns The request, or what is wrong with it (status 400).
 */
export function parseRequest(input: unknown, views: readonly View[]): ParsedRequest | WrongRequest {
  try {
    return readRequest(input, views);
  } catch {
    return { uuid: undefined, wrong: 'The request could not be read' };
  }
}

function readRequest(input: unknown, views: readonly View[]): ParsedRequest | WrongRequest {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return { uuid: undefined, wrong: 'The request must be an object with front, side and back photos' };
  }
  const fields = input as Readonly<Record<string, unknown>>;
  const uuid = uuidIn(fields);
  for (const name of ACCOUNT_FIELDS) {
    const value = fields[name];
    if (value !== undefined && value !== null && typeof value !== 'string') {
      return { uuid, wrong: `${name} must be a string` };
    }
  }
  const photos: Partial<Record<View, PhotoSource>> = {};
  for (const view of VIEWS.filter((wanted) => views.includes(wanted))) {
    const value = fields[view] ?? fields[API_FIELDS[view]];
    const kind = photoKind(value);
    if (kind === 'wrong-type') {
      return { uuid, wrong: `The ${view} photo must be a Blob, bytes, base64 text, an image element or decoded pixels` };
    }
    if (kind !== 'absent') photos[view] = value as PhotoSource;
  }
  return { uuid, photos };
}

/** The caller's own name for a request, where it has one. */
export function uuidIn(input: unknown): string | undefined {
  const uuid: unknown = (input as { readonly uuid?: unknown } | null | undefined)?.uuid;
  return typeof uuid === 'string' && uuid !== '' ? uuid : undefined;
}

/** A random version 4 UUID. `crypto.randomUUID` is missing on plain-http pages, where kiosks live. */
export function randomUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
