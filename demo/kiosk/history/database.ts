import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Bytes } from './bytes.js';
import { HistoryError, historyErrorOf } from './history-error.js';
import type { VaultHeader } from './vault.js';

const NAME = 'posture-history';
/** Rises whenever the stores change; `upgrade` below brings older ones along. */
const VERSION = 1;

/** All that can be read of a record without the passphrase. */
export interface SealedRow {
  readonly id: string;
  readonly vault: string;
  readonly sealed: Bytes;
}

/** Two vaults may hold the same record: one of them was imported into the other's device. */
export type RowKey = [vault: string, id: string];

interface Stores extends DBSchema {
  vaults: { key: string; value: VaultHeader };
  people: { key: RowKey; value: SealedRow; indexes: { vault: string } };
  visits: { key: RowKey; value: SealedRow; indexes: { vault: string } };
  photos: { key: RowKey; value: SealedRow; indexes: { vault: string } };
}

export type Database = IDBPDatabase<Stores>;

export const RECORD_STORES = ['people', 'visits', 'photos'] as const;

/** Whether the history was ever turned on here: looking makes no database. */
export async function databaseExists(): Promise<boolean> {
  try {
    return (await indexedDB.databases()).some(({ name }) => name === NAME);
  } catch (error) {
    throw historyErrorOf(error);
  }
}

/**
 * Opens the database; makes it where there is none.
 *
 * @param onClosed - Another tab upgrades or deletes it, or the browser has let it go: this connection is closed.
 * @throws HistoryError `blocked`, `newer` or `unavailable`.
 */
export async function openDatabase(onClosed: () => void): Promise<Database> {
  let fail: (error: HistoryError) => void = () => undefined;
  const blocked = new Promise<never>((_, reject) => (fail = reject));
  const opening = openDB<Stores>(NAME, VERSION, {
    upgrade(database, from) {
      if (from < 1) {
        database.createObjectStore('vaults', { keyPath: 'id' });
        for (const store of RECORD_STORES) database.createObjectStore(store, { keyPath: ['vault', 'id'] }).createIndex('vault', 'vault');
      }
    },
    // A tab with an older app that does not let go.
    blocked: () => fail(new HistoryError('blocked')),
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
      onClosed();
    },
    terminated: onClosed,
  });
  try {
    return await Promise.race([opening, blocked]);
  } catch (error) {
    // It may still open when the other tab lets go: nobody waits for it by then.
    void opening.then((late) => late.close(), () => undefined);
    if (error instanceof DOMException && error.name === 'VersionError') throw new HistoryError('newer', { cause: error });
    throw historyErrorOf(error);
  }
}

/**
 * Deletes the database with everything in it.
 *
 * @throws HistoryError `blocked` where another tab does not let go.
 */
export async function deleteDatabase(): Promise<void> {
  let fail: (error: HistoryError) => void = () => undefined;
  const blocked = new Promise<never>((_, reject) => (fail = reject));
  await Promise.race([deleteDB(NAME, { blocked: () => fail(new HistoryError('blocked')) }), blocked]);
}
