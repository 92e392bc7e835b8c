import fc from 'fast-check';
import { strToU8, zipSync, type Zippable } from 'fflate';
import * as v from 'valibot';
import { HistoryError } from '../../../demo/kiosk/history/history-error.js';
import { openHistoryFile, readHistoryFile } from '../../../demo/kiosk/history/history-file.js';
import { planMerge } from '../../../demo/kiosk/history/merge.js';
import { PERSON, VISIT } from '../../../demo/kiosk/history/records.js';
import { unpackAnswer } from '../../../demo/kiosk/history/stored-answer.js';
import { personCalled, visitOf } from '../../harness/history-records.js';
import type { CorpusFile } from '../corpus.js';
import { bytesOf, mutatedFile, type MutatedFile } from '../mutated-bytes.js';
import type { FuzzTarget } from '../target.js';

const JPEG = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);

const person = personCalled('김민준');
const visit = visitOf(person, 3_600_000, ['front', 'side']);
const history = { version: 1, people: [person], visits: [visit] };
const photos: Zippable = Object.fromEntries(Object.values(visit.photos).map(({ id }) => [`photos/${id}.jpg`, JPEG]));

const slot = { iterations: 600_000, salt: 'A'.repeat(22) + '==', wrapped: 'A'.repeat(53) + '=' + '=' };
const header = { version: 1, id: crypto.randomUUID(), passphrase: slot };

const zipped = (entries: Zippable, level: 0 | 6): Uint8Array => zipSync(entries, { level });

/** Whole files of both kinds, stored and packed. */
const FILES: readonly CorpusFile[] = [
  { name: 'readable', bytes: zipped({ 'history.json': strToU8(JSON.stringify(history)), ...photos }, 6) },
  { name: 'readable, stored', bytes: zipped({ 'history.json': strToU8(JSON.stringify(history)), ...photos }, 0) },
  { name: 'encrypted', bytes: zipped({ 'vault.json': strToU8(JSON.stringify(header)), [`people/${person.id}`]: new Uint8Array(64) }, 0) },
];

/** A place in a record, as a share of all of them, and what stands there instead; `undefined` takes it out. */
interface Change {
  readonly at: number;
  readonly value: unknown;
}

/** A file as bytes, or as records that were changed before they were packed. */
type Given = { readonly bytes: MutatedFile } | { readonly changes: readonly Change[]; readonly names: readonly string[] };

/** Each container in a value, with its keys. */
function* placesIn(value: unknown): Generator<readonly [container: Record<string, unknown>, key: string]> {
  if (typeof value !== 'object' || value === null) return;
  for (const key of Object.keys(value)) {
    yield [value as Record<string, unknown>, key];
    yield* placesIn((value as Record<string, unknown>)[key]);
  }
}

function changed(changes: readonly Change[]): unknown {
  const whole = structuredClone(history) as unknown;
  for (const { at, value } of changes) {
    const places = [...placesIn(whole)];
    const [container, key] = places[Math.floor(at * places.length)] ?? [];
    if (!container || key === undefined) continue;
    if (value === undefined) delete container[key];
    else Object.defineProperty(container, key, { value, enumerable: true, configurable: true, writable: true });
  }
  return whole;
}

const hostileJson = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(undefined, null, [], {}, '', 'x'.repeat(3000), 1e308, -1, 0.5, person.id, '../../x', '__proto__', '<b>', '\u0000', JSON.parse('{"__proto__":{"polluted":1}}'), JSON.parse('{"toString":1,"hasOwnProperty":1,"length":3}')),
);

function fileOf(given: Given): Uint8Array<ArrayBuffer> {
  if ('bytes' in given) return bytesOf(given.bytes, FILES);
  const extra = Object.fromEntries(given.names.map((name) => [name, JPEG]));
  return Uint8Array.from(zipped({ 'history.json': strToU8(JSON.stringify(changed(given.changes))), ...photos, ...extra }, 0));
}

/** @throws Error where something came out of a file that the app would not have written. */
function checkOpened(opened: Awaited<ReturnType<typeof openHistoryFile>>): void {
  if (!v.is(v.array(PERSON), opened.people) || !v.is(v.array(VISIT), opened.visits)) throw new Error('records were taken that are none');
  for (const { answer } of opened.visits) unpackAnswer(answer, {});
  const { writing } = planMerge({ people: [], visits: [] }, opened);
  if (writing.photos.length > opened.photos.size) throw new Error('more photos would be kept than there are');
}

/** Imported history files. */
export const historyFile: FuzzTarget<Given> = {
  name: 'history files',
  share: 0.15,
  inputs: fc.oneof(
    mutatedFile(FILES.map(({ name }) => name)).map((bytes) => ({ bytes })),
    fc
      .record({
        changes: fc.array(fc.record({ at: fc.double({ min: 0, max: 0.999, noNaN: true }), value: hostileJson }), { minLength: 1, maxLength: 4 }),
        names: fc.array(fc.constantFrom('../../evil', 'photos/../x', `photos/${person.id}.svg`, `visits/${visit.id}`, 'vault.json/', 'constructor', 'photos/'), { maxLength: 2 }),
      }),
  ),
  async judge(given) {
    try {
      const file = readHistoryFile(fileOf(given));
      // Its key would take a third of a second.
      if (file.kind === 'encrypted') return 'encrypted';
      checkOpened(await openHistoryFile(file, ''));
      return 'opened';
    } catch (error) {
      if (!(error instanceof HistoryError) || error.message !== error.code) throw error;
      return error.code;
    }
  },
};
