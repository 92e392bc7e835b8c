import { Zip, ZipPassThrough } from 'fflate';
import { photoIdsOf } from './archive.js';
import { bytesOfText, type Bytes } from './bytes.js';
import type { Database } from './database.js';
import { HistoryError, historyErrorOf } from './history-error.js';
import { HISTORY_ENTRY, HISTORY_VERSION, MAX_FILE_BYTES, VAULT_ENTRY } from './history-file.js';
import type { Person, Visit } from './records.js';
import { createVault, seal, unseal, type Place, type Vault } from './vault.js';

/** What goes into a file. */
export interface Selection {
  readonly people: readonly Person[];
  readonly visits: readonly Visit[];
}

/** `own`: opens with this history's passphrase or recovery code. A passphrase: opens with that one. `readable`: with none. */
export type Protection = 'own' | 'readable' | { readonly passphrase: string };

/** Entries one after another, so that never more than one photo is in memory besides what the browser keeps of the blob. */
type Entries = AsyncGenerator<readonly [name: string, bytes: Bytes]>;

async function zip(entries: Entries): Promise<Blob> {
  const parts: Blob[] = [];
  let size = 0;
  const file = new Zip((error, chunk) => {
    if (error) throw error;
    size += chunk.length;
    // As a blob each, so that the browser may move it out of memory.
    parts.push(new Blob([chunk]));
  });
  for await (const [name, bytes] of entries) {
    // Photos don't get smaller, and what is encrypted neither.
    const entry = new ZipPassThrough(name);
    file.add(entry);
    entry.push(bytes, true);
    if (size > MAX_FILE_BYTES) throw new HistoryError('tooLarge');
  }
  file.end();
  return new Blob(parts, { type: 'application/zip' });
}

const json = (value: unknown): Bytes => bytesOfText(JSON.stringify(value));

async function readPhoto(database: Database, vault: Vault, id: string): Promise<Bytes> {
  const row = await database.get('photos', [vault.header.id, id]);
  return unseal(vault, { store: 'photos', id }, row?.sealed ?? new Uint8Array());
}

/** Of its own making: with a key that no other file and no device has. */
async function* sealedEntries(database: Database, vault: Vault, { people, visits }: Selection, target: Vault): Entries {
  yield [VAULT_ENTRY, json(target.header)];
  const sealed = async (place: Place, bytes: Bytes) => [`${place.store}/${place.id}`, await seal(target, place, bytes)] as const;
  for (const person of people) yield sealed({ store: 'people', id: person.id }, json(person));
  for (const visit of visits) yield sealed({ store: 'visits', id: visit.id }, json(visit));
  for (const id of photoIdsOf(visits)) yield sealed({ store: 'photos', id }, await readPhoto(database, vault, id));
}

const EXTENSIONS = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp' } as const;

async function* readableEntries(database: Database, vault: Vault, { people, visits }: Selection): Entries {
  yield [HISTORY_ENTRY, json({ version: HISTORY_VERSION, people, visits })];
  for (const { id, type } of visits.flatMap(({ photos }) => Object.values(photos))) {
    yield [`photos/${id}.${EXTENSIONS[type]}`, await readPhoto(database, vault, id)];
  }
}

/**
 * Makes a file of records and their photos.
 *
 * @throws HistoryError `tooLarge` where it would be more than the import takes; `damaged`.
 */
export async function exportHistory(database: Database, vault: Vault, selection: Selection, protection: Protection): Promise<Blob> {
  try {
    if (protection === 'readable') return await zip(readableEntries(database, vault, selection));
    const target = protection === 'own' ? vault : await createVault(protection.passphrase);
    return await zip(sealedEntries(database, vault, selection, target));
  } catch (error) {
    throw historyErrorOf(error);
  }
}

/** `posture-history-2026-11-28.paz`; names nobody. */
export function exportName(time: Date, protection: Protection): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `posture-history-${day}.${protection === 'readable' ? 'zip' : 'paz'}`;
}
