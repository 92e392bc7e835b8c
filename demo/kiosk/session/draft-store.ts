import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

/** Parts of drafts, sealed, by draft and part. A draft's id starts with when it was begun. */
interface DraftSchema extends DBSchema {
  parts: { key: [draft: string, part: string]; value: Uint8Array<ArrayBuffer> };
}

/** The sealed parts of a draft by name. */
export type SealedParts = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

let opened: Promise<IDBPDatabase<DraftSchema>> | undefined;

/** @throws Where there is no IndexedDB, or none for this page. */
function database(): Promise<IDBPDatabase<DraftSchema>> {
  opened ??= openDB<DraftSchema>('posture-draft', 1, {
    upgrade: (fresh) => void fresh.createObjectStore('parts'),
    // Somebody deletes it, or a newer app wants it.
    blocking: (_now, _next, event) => {
      (event.target as IDBDatabase).close();
      opened = undefined;
    },
    terminated: () => (opened = undefined),
  });
  opened.catch(() => (opened = undefined));
  return opened;
}

const ofDraft = (draft: string): IDBKeyRange => IDBKeyRange.bound([draft], [draft, []]);

/** Writes and removes parts of a draft, all or nothing. */
export async function writeParts(draft: string, written: SealedParts, removed: readonly string[]): Promise<void> {
  const transaction = (await database()).transaction('parts', 'readwrite', { durability: 'relaxed' });
  await Promise.all([
    ...[...written].map(([part, bytes]) => transaction.store.put(bytes, [draft, part])),
    ...removed.map((part) => transaction.store.delete([draft, part])),
    transaction.done,
  ]);
}

/** All parts of a draft. */
export async function readParts(draft: string): Promise<SealedParts> {
  const { store } = (await database()).transaction('parts');
  const [keys, values] = await Promise.all([store.getAllKeys(ofDraft(draft)), store.getAll(ofDraft(draft))]);
  return new Map(keys.map(([, part], index) => [part, values[index] as Uint8Array<ArrayBuffer>]));
}

/** Removes a draft. */
export async function deleteParts(draft: string): Promise<void> {
  await (await database()).delete('parts', ofDraft(draft));
}

/**
 * Removes drafts that were begun before a time.
 *
 * @param isHeld - A tab has it open.
 */
export async function deleteBegunBefore(time: number, isHeld: (draft: string) => boolean): Promise<void> {
  const store = (await database()).transaction('parts', 'readwrite').store;
  const old = (await store.getAllKeys()).filter(([draft]) => Number.parseInt(draft, 36) < time && !isHeld(draft));
  await Promise.all(old.map((key) => store.delete(key)));
}

/** There may be something to remove: where there is no database yet, none is made by looking. */
export const hasDatabase = async (): Promise<boolean> =>
  (await indexedDB.databases?.())?.some(({ name }) => name === 'posture-draft') ?? true;
