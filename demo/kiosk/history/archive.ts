import type { View } from 'analyze-locally';
import * as v from 'valibot';
import type { TakenPhoto } from '../session/session.js';
import { VIEWS, type PerView } from '../session/views.js';
import { bytesOfBlob, bytesOfText, textOfBytes, type Bytes } from './bytes.js';
import { RECORD_STORES, type Database, type SealedRow } from './database.js';
import { historyErrorOf } from './history-error.js';
import { PERSON, VISIT, type Person, type Visit } from './records.js';
import { seal, unseal, type Place, type Vault } from './vault.js';

/** What a vault holds; its photos are read when they are shown. */
export interface Contents {
  readonly people: readonly Person[];
  readonly visits: readonly Visit[];
  /** Rows that do not open or are not as they should be. They are left as they are. */
  readonly damaged: number;
}

/** A photo to be kept, under the id that its visit knows it by. */
export interface PhotoToKeep {
  readonly id: string;
  readonly bytes: Bytes;
}

/** What goes into the vault at once, or not at all. */
export interface Writing {
  readonly people: readonly Person[];
  readonly visits: readonly Visit[];
  readonly photos: readonly PhotoToKeep[];
  /** Ids of photos that nothing refers to any more. */
  readonly obsoletePhotos?: readonly string[];
}

const sealRow = async (vault: Vault, place: Place, bytes: Bytes): Promise<SealedRow> => ({
  id: place.id,
  vault: vault.header.id,
  sealed: await seal(vault, place, bytes),
});

/** Opens and checks the rows of a store. */
async function readRecords<Schema extends v.GenericSchema>(vault: Vault, store: 'people' | 'visits', rows: readonly SealedRow[], schema: Schema) {
  const read = await Promise.allSettled(
    rows.map(async ({ id, sealed }) => v.parse(schema, JSON.parse(textOfBytes(await unseal(vault, { store, id }, sealed))))),
  );
  return read.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

/**
 * Reads a vault.
 *
 * @throws HistoryError where the storage fails.
 */
export async function readContents(database: Database, vault: Vault): Promise<Contents> {
  try {
    const rows = await Promise.all([
      database.getAllFromIndex('people', 'vault', vault.header.id),
      database.getAllFromIndex('visits', 'vault', vault.header.id),
    ]);
    const [people, visits] = await Promise.all([
      readRecords(vault, 'people', rows[0], PERSON),
      readRecords(vault, 'visits', rows[1], VISIT),
    ]);
    return { people, visits, damaged: rows[0].length + rows[1].length - people.length - visits.length };
  } catch (error) {
    throw historyErrorOf(error);
  }
}

/** In one transaction. @throws HistoryError `full` and others: then everything is as before. */
async function inTransaction(
  database: Database,
  work: (transaction: ReturnType<typeof begin>) => Promise<unknown>[],
): Promise<void> {
  let transaction: ReturnType<typeof begin> | undefined;
  try {
    transaction = begin(database);
    await Promise.all([...work(transaction), transaction.done]);
  } catch (error) {
    // The request that failed says less than the transaction that it ended.
    const reason = await transaction?.done.then(() => error, (ended: unknown) => ended);
    throw historyErrorOf(reason ?? error);
  }
}

const begin = (database: Database) => database.transaction(['vaults', ...RECORD_STORES], 'readwrite', { durability: 'strict' });

/**
 * Writes records over those with the same ids.
 *
 * @throws HistoryError `full` and others: then nothing was written.
 */
export async function write(database: Database, vault: Vault, { people, visits, photos, obsoletePhotos = [] }: Writing): Promise<void> {
  const text = (record: Person | Visit): Bytes => bytesOfText(JSON.stringify(record));
  // A transaction does not wait for anything but its own requests: all is sealed before it begins.
  const rows = {
    people: await Promise.all(people.map((person) => sealRow(vault, { store: 'people', id: person.id }, text(person)))),
    visits: await Promise.all(visits.map((visit) => sealRow(vault, { store: 'visits', id: visit.id }, text(visit)))),
    photos: await Promise.all(photos.map(({ id, bytes }) => sealRow(vault, { store: 'photos', id }, bytes))),
  };
  await inTransaction(database, (transaction) => [
    ...RECORD_STORES.flatMap((store) => rows[store].map((row) => transaction.objectStore(store).put(row))),
    ...obsoletePhotos.map((id) => transaction.objectStore('photos').delete([vault.header.id, id])),
  ]);
}

/** The ids of the photos that visits keep. */
export const photoIdsOf = (visits: readonly Visit[]): string[] =>
  visits.flatMap(({ photos }) => Object.values(photos).map(({ id }) => id));

/** Deletes visits with their photos, and people. */
export const erase = (database: Database, vault: Vault, people: readonly Person[], visits: readonly Visit[]): Promise<void> =>
  inTransaction(database, (transaction) => [
    ...people.map(({ id }) => transaction.objectStore('people').delete([vault.header.id, id])),
    ...visits.map(({ id }) => transaction.objectStore('visits').delete([vault.header.id, id])),
    ...photoIdsOf(visits).map((id) => transaction.objectStore('photos').delete([vault.header.id, id])),
  ]);

/** Deletes a vault: its keys, without which nobody can read the rest, and the rest. */
export async function eraseVault(database: Database, vault: string): Promise<void> {
  const keys = await Promise.all(RECORD_STORES.map((store) => database.getAllKeysFromIndex(store, 'vault', vault)));
  await inTransaction(database, (transaction) => [
    transaction.objectStore('vaults').delete(vault),
    ...RECORD_STORES.flatMap((store, index) => (keys[index] ?? []).map((key) => transaction.objectStore(store).delete(key))),
  ]);
}

/**
 * The photos that a visit keeps, as they were taken.
 *
 * @throws HistoryError `damaged` where one is missing or does not open.
 */
export async function readPhotos(database: Database, vault: Vault, visit: Visit, wanted: readonly View[]): Promise<PerView<TakenPhoto>> {
  try {
    const views = wanted.filter((view) => visit.photos[view]);
    const read = await Promise.all(
      views.map(async (view): Promise<[string, TakenPhoto]> => {
        const { id, type, from, takenAt } = visit.photos[view] as NonNullable<Visit['photos'][typeof view]>;
        const row = await database.get('photos', [vault.header.id, id]);
        const bytes = await unseal(vault, { store: 'photos', id }, row?.sealed ?? new Uint8Array());
        return [view, { blob: new Blob([bytes], { type }), from, takenAt }];
      }),
    );
    return Object.fromEntries(read);
  } catch (error) {
    throw historyErrorOf(error);
  }
}

/** Makes the sealed form of photos that a visit shall keep. */
export const photosToKeep = (kept: Visit['photos'], taken: PerView<TakenPhoto>): Promise<PhotoToKeep[]> =>
  Promise.all(
    VIEWS.flatMap((view) => {
      const [row, photo] = [kept[view], taken[view]];
      return row && photo ? [bytesOfBlob(photo.blob).then((bytes) => ({ id: row.id, bytes }))] : [];
    }),
  );
