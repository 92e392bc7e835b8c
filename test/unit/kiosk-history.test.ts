import fc from 'fast-check';
import { strToU8, zipSync, type Zippable } from 'fflate';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { gradeMetric, METRIC_NAMES } from 'analyze-locally/metrics';
import { bytesOfText, type Bytes } from '../../demo/kiosk/history/bytes.js';
import { changeBetween, gradeZones } from '../../demo/kiosk/history/change.js';
import { exportName } from '../../demo/kiosk/history/export-file.js';
import { openHistoryFile, readHistoryFile } from '../../demo/kiosk/history/history-file.js';
import { planMerge, type ImportedHistory } from '../../demo/kiosk/history/merge.js';
import { PERSON, VISIT } from '../../demo/kiosk/history/records.js';
import { packAnswer, unpackAnswer } from '../../demo/kiosk/history/stored-answer.js';
import { createVault, seal } from '../../demo/kiosk/history/vault.js';
import { answerWith, personCalled, visitOf } from '../harness/history-records.js';

const anyMetric = fc.constantFrom(...METRIC_NAMES);
const anyValue = fc.double({ min: -60, max: 60, noNaN: true });
const anyMargin = fc.double({ min: 0, max: 5, noNaN: true });
const HOUR = 3_600_000;

describe('a change between two visits', () => {
  test('is one only beyond the errors of both', () => {
    expect(changeBetween('far_head_bal', { value: 2, margin: 0.3 }, { value: 2.4, margin: 0.4 })).toMatchObject({ isBeyondError: false, limit: 0.5 });
    expect(changeBetween('far_head_bal', { value: 2, margin: 0.3 }, { value: 2.6, margin: 0.4 })).toMatchObject({ isBeyondError: true, deviation: 'more' });
    expect(changeBetween('far_head_bal', { value: -4, margin: 0.3 }, { value: 1, margin: 0.4 })).toMatchObject({ delta: 5, deviation: 'less' });
    expect(changeBetween('turtle_neck', { value: 40, margin: 1 }, { value: 30, margin: 1 })).toMatchObject({ delta: -10, deviation: 'less' });
  });

  test('is not judged where an error is not known', () => {
    expect(changeBetween('far_head_bal', { value: 2 }, { value: 20, margin: 0.1 })).toMatchObject({ limit: undefined, isBeyondError: undefined });
  });

  test('reads the same backwards', () =>
    fc.assert(
      fc.property(anyMetric, anyValue, anyMargin, anyValue, anyMargin, (name, a, marginA, b, marginB) => {
        const there = changeBetween(name, { value: a, margin: marginA }, { value: b, margin: marginB });
        const back = changeBetween(name, { value: b, margin: marginB }, { value: a, margin: marginA });
        expect(back.delta).toBeCloseTo(-there.delta);
        expect(back.isBeyondError).toBe(there.isBeyondError);
      }),
    ));
});

test('grade zones cover all values, and each value has its zone’s grade', () =>
  fc.assert(
    fc.property(anyMetric, anyValue, fc.double({ min: 0.01, max: 60, noNaN: true }), anyValue, (name, low, span, probe) => {
      const zones = gradeZones(name, low, low + span);
      expect(zones[0]?.from).toBe(low);
      expect(zones.at(-1)?.to).toBe(low + span);
      zones.slice(1).forEach((zone, index) => expect(zone.from).toBe(zones[index]?.to));
      // A thousandth beside a bound, the rounding decides.
      const zone = zones.find(({ from, to }) => probe > from + 0.002 && probe < to - 0.002);
      if (zone) expect(gradeMetric(name, probe)).toBe(zone.grade);
    }),
  ));

describe('a record', () => {
  test('keeps an answer but for its pictures', () => {
    const answer = answerWith(['front', 'side', 'back']);
    const stored = packAnswer(answer);
    expect(JSON.stringify(stored)).not.toContain('data:');
    const again = unpackAnswer(stored, { front: answer.forigimg, side: answer.sorigimg, back: answer.borigimg });
    const { details, ...fields } = answer;
    expect(again).toMatchObject(fields);
    expect(Object.keys(again).sort()).toEqual(Object.keys(answer).sort());
    expect(again.details?.metrics).toEqual(details?.metrics);
    expect(again.details?.photos).toEqual(details?.photos);
  });

  test('of one view has nothing of the others', () => {
    expect(Object.keys(unpackAnswer(packAnswer(answerWith(['side'])), {}))).not.toContain('forigimg');
  });

  test('is refused where something is missing or of the wrong kind', () => {
    const person = personCalled('A');
    const visit = visitOf(person, HOUR, ['front']);
    expect(v.is(VISIT, visit)).toBe(true);
    const { front: _front, ...others } = visit.answer.details.photos;
    const metrics = { ...visit.answer.details.metrics, far_tilt: undefined };
    const wrongs: unknown[] = [
      { ...visit, id: '../../x' },
      { ...visit, at: Number.NaN },
      { ...visit, answer: { ...visit.answer, details: { ...visit.answer.details, photos: {} } } },
      { ...visit, answer: { ...visit.answer, details: { ...visit.answer.details, photos: others } } },
      { ...visit, answer: { ...visit.answer, details: { ...visit.answer.details, metrics } } },
      { ...visit, photos: { front: { ...visit.photos.front, type: 'image/svg+xml' } } },
      { ...visit, edits: { top: {} } },
      { ...visit, answer: { ...visit.answer, details: { ...visit.answer.details, photos: { ...visit.answer.details.photos, front: { ...visit.answer.details.photos.front, width: 65_535, height: 65_535 } } } } },
      { ...visit, answer: { ...visit.answer, fields: { ...visit.answer.fields, extra: 1 } } },
    ];
    for (const wrong of wrongs) expect(v.is(VISIT, wrong)).toBe(false);
    for (const name of ['', '   ', 'x'.repeat(81), 5]) expect(v.is(PERSON, { ...person, name })).toBe(false);
  });

  test('with a name of the prototype leaves the prototype alone', () => {
    const text = JSON.stringify(personCalled('A')).replace('{', '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},');
    const person = v.parse(PERSON, JSON.parse(text));
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect((person as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

const JPEG = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);

const readable = (history: object, photos: Record<string, Uint8Array> = {}): Bytes =>
  Uint8Array.from(zipSync({ 'history.json': bytesOfText(JSON.stringify(history)), ...photos }));

function sample(): ImportedHistory {
  const person = personCalled('김민준');
  const visit = visitOf(person, HOUR, ['front', 'side']);
  return { people: [person], visits: [visit], photos: new Map(Object.values(visit.photos).map(({ id }) => [id, JPEG])) };
}

const asFiles = (history: ImportedHistory): Record<string, Uint8Array> =>
  Object.fromEntries([...history.photos].map(([id, bytes]) => [`photos/${id}.jpg`, bytes]));

describe('a file', () => {
  test('readable, comes back as it was', async () => {
    const history = sample();
    const file = readHistoryFile(readable({ version: 1, people: history.people, visits: history.visits }, asFiles(history)));
    expect(file.kind).toBe('readable');
    expect(await openHistoryFile(file, '')).toEqual(history);
  });

  test('encrypted, opens with its passphrase alone', async () => {
    const history = sample();
    const vault = await createVault('of the file');
    const entries: Zippable = { 'vault.json': bytesOfText(JSON.stringify(vault.header)) };
    for (const person of history.people) entries[`people/${person.id}`] = await seal(vault, { store: 'people', id: person.id }, bytesOfText(JSON.stringify(person)));
    for (const visit of history.visits) entries[`visits/${visit.id}`] = await seal(vault, { store: 'visits', id: visit.id }, bytesOfText(JSON.stringify(visit)));
    for (const [id, bytes] of history.photos) entries[`photos/${id}`] = await seal(vault, { store: 'photos', id }, bytes);
    const file = readHistoryFile(Uint8Array.from(zipSync(entries, { level: 0 })));
    expect(file.kind).toBe('encrypted');
    expect(await openHistoryFile(file, 'of the file')).toEqual(history);
    await expect(openHistoryFile(file, 'another')).rejects.toMatchObject({ code: 'wrongSecret' });
    const [first] = history.people;
    const swapped = { ...entries, [`people/${crypto.randomUUID()}`]: entries[`people/${first?.id}`] as Uint8Array };
    await expect(openHistoryFile(readHistoryFile(Uint8Array.from(zipSync(swapped))), 'of the file')).rejects.toMatchObject({ code: 'damaged' });
  });

  test('of a newer app says so', () => {
    expect(() => readHistoryFile(readable({ version: 2 }))).toThrow(expect.objectContaining({ code: 'newer' }));
  });

  test('that is none is refused, whatever its bytes', () => {
    expect(() => readHistoryFile(Uint8Array.from(zipSync({ 'other.txt': strToU8('x') })))).toThrow(expect.objectContaining({ code: 'notAnExport' }));
    const whole = readable({ version: 1, people: [], visits: [] });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(whole.length), (bytes, cut) => {
        for (const hostile of [Uint8Array.from(bytes), whole.slice(0, cut - 1)]) {
          expect(() => readHistoryFile(hostile)).toThrow(expect.objectContaining({ name: 'HistoryError' }));
        }
      }),
    );
  });

  test('changed anywhere is refused or reads as valid records, and never fails otherwise', async () => {
    const history = sample();
    const whole = readable({ version: 1, people: history.people, visits: history.visits }, asFiles(history));
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const changed = Uint8Array.from(whole);
        changed[at] = (changed[at] as number) ^ flip;
        try {
          const opened = await openHistoryFile(readHistoryFile(changed), '');
          expect(v.is(v.array(VISIT), opened.visits)).toBe(true);
        } catch (error) {
          expect(error).toMatchObject({ name: 'HistoryError' });
        }
      }),
      { numRuns: 200 },
    );
  });

  test('that unpacks to more than is taken is refused by what its directory says', () => {
    const packed = Uint8Array.from(zipSync({ [`photos/${crypto.randomUUID()}`]: new Uint8Array(1000) }));
    expect(() => readHistoryFile(listed(packed, 6, 200 * 1024 ** 2))).toThrow(expect.objectContaining({ code: 'tooLarge' }));
    expect(() => readHistoryFile(listed(packed, 1, 0xfffffff0))).toThrow(expect.objectContaining({ code: 'tooLarge' }));
  });

  test('whose photo is no picture, or whose person is missing, is refused', async () => {
    const history = sample();
    const entries = { version: 1, people: history.people, visits: history.visits };
    const svg = Object.fromEntries(Object.keys(asFiles(history)).map((name) => [name, strToU8('<svg onload="alert(1)"/>')]));
    await expect(openHistoryFile(readHistoryFile(readable(entries, svg)), '')).rejects.toMatchObject({ code: 'notAnExport' });
    await expect(openHistoryFile(readHistoryFile(readable(entries)), '')).rejects.toMatchObject({ code: 'notAnExport' });
    expect(() => planMerge({ people: [], visits: [] }, { ...history, people: [] })).toThrow(expect.objectContaining({ code: 'notAnExport' }));
  });

  // Each of them would be unpacked: a few megabytes of directory for hours of work.
  test('whose entries share bytes, and say that they are small, is refused', () => {
    const packed = Uint8Array.from(zipSync({ [`photos/${crypto.randomUUID()}`]: new Uint8Array(1_000_000) }));
    expect(() => readHistoryFile(listed(packed, 500, 1))).toThrow(expect.objectContaining({ code: 'notAnExport', cause: expect.objectContaining({ message: expect.stringContaining('share bytes') as string }) as Error }));
  });

  test.each([
    ['longer', 100],
    ['shorter', 2_000_000],
  ])('with an entry that is %s than it says is refused', (_, bytes) => {
    const packed = Uint8Array.from(zipSync({ [`photos/${crypto.randomUUID()}`]: new Uint8Array(1_000_000) }));
    const cause = expect.objectContaining({ message: expect.stringMatching(/than it says/) as string }) as Error;
    expect(() => readHistoryFile(listed(packed, 1, bytes))).toThrow(expect.objectContaining({ code: 'notAnExport', cause }));
  });

  test('with a comment, and entries of other programs, is read', async () => {
    const history = sample();
    const zip = readable({ version: 1, people: history.people, visits: history.visits }, { ...asFiles(history), 'notes/__proto__.txt': strToU8('x') });
    const comment = strToU8('made elsewhere');
    const whole = new Uint8Array(zip.length + comment.length);
    whole.set(zip);
    whole.set(comment, zip.length);
    new DataView(whole.buffer).setUint16(zip.length - 2, comment.length, true);
    expect(await openHistoryFile(readHistoryFile(whole), '')).toEqual(history);
  });

  // Each visit would keep a copy of its own: a small file would fill the device.
  test('whose visits share a photo is refused', async () => {
    const history = sample();
    const [visit] = history.visits;
    const entries = { version: 1, people: history.people, visits: [visit, { ...visit, id: crypto.randomUUID() }] };
    await expect(openHistoryFile(readHistoryFile(readable(entries, asFiles(history))), '')).rejects.toMatchObject({ code: 'notAnExport' });
  });

  test('is named by the day and by nobody', () => {
    expect(exportName(new Date(2026, 10, 8), 'own')).toBe('posture-history-2026-11-08.paz');
    expect(exportName(new Date(2026, 10, 8), 'readable')).toBe('posture-history-2026-11-08.zip');
  });
});

/** A ZIP whose directory lists its only entry so many times, each as so many bytes: what bombs of overlapping entries do. */
function listed(zip: Bytes, times: number, bytes: number): Bytes {
  const end = zip.length - 22;
  const start = new DataView(zip.buffer).getUint32(end + 16, true);
  const entry = zip.slice(start, end);
  new DataView(entry.buffer).setUint32(24, bytes, true);
  const whole = new Uint8Array(start + entry.length * times + 22);
  whole.set(zip.subarray(0, start));
  for (let index = 0; index < times; index += 1) whole.set(entry, start + index * entry.length);
  whole.set(zip.subarray(end), start + entry.length * times);
  const tail = new DataView(whole.buffer, start + entry.length * times);
  tail.setUint16(8, times, true);
  tail.setUint16(10, times, true);
  tail.setUint32(12, entry.length * times, true);
  return whole;
}

describe('a merge', () => {
  test('adds what is new, takes what is newer, leaves the rest', () => {
    const [old, same] = [personCalled('Old', 1000), personCalled('Same', 1000)];
    const [changed, kept] = [visitOf(old, 2000), visitOf(old, 3000)];
    const fresh = visitOf(same, 4000);
    const plan = planMerge(
      { people: [old, same], visits: [changed, kept] },
      {
        people: [{ ...old, name: 'Newer', changedAt: 5000 }, { ...same, name: 'Older', changedAt: 500 }],
        visits: [{ ...changed, note: 'later', changedAt: 5000 }, kept, fresh, fresh],
        photos: new Map(),
      },
    );
    expect(plan.people).toEqual({ added: 0, updated: 1, skipped: 1 });
    expect(plan.visits).toEqual({ added: 1, updated: 1, skipped: 1 });
    expect(plan.writing.people.map(({ name }) => name)).toEqual(['Newer']);
    expect(plan.writing.visits.map(({ note }) => note).sort()).toEqual(['', 'later']);
  });

  test('gives photos ids of their own, so that none of another visit is overwritten', () => {
    const history = sample();
    const { writing } = planMerge({ people: [], visits: [] }, history);
    const ids = writing.photos.map(({ id }) => id);
    expect(ids).toHaveLength(2);
    for (const id of ids) expect(history.photos.has(id)).toBe(false);
    expect(Object.values(writing.visits[0]?.photos ?? {}).map(({ id }) => id).sort()).toEqual([...ids].sort());
  });

  test('of the same file again changes nothing', () => {
    const history = sample();
    const { writing } = planMerge({ people: [], visits: [] }, history);
    const again = planMerge({ people: writing.people, visits: writing.visits }, history);
    expect(again.writing).toEqual({ people: [], visits: [], photos: [] });
  });
});
