import * as v from 'valibot';
import { pictureTypeOf } from '../session/picture-type.js';
import { textOfBytes, type Bytes } from './bytes.js';
import { HistoryError } from './history-error.js';
import type { ImportedHistory } from './merge.js';
import { PERSON, VISIT } from './records.js';
import { unlockVault, unseal, VAULT_HEADER, type Place, type Vault, type VaultHeader } from './vault.js';
import { readRecoveryCode } from './recovery-code.js';
import { checkApart, unpacked, zipEntries, type ZipEntry } from './zip-entries.js';

// A ZIP of one of two kinds. Encrypted: `vault.json`, and each record as it lies in the database, under its store and id.
// Readable: `history.json`, and the photos as pictures.
export const VAULT_ENTRY = 'vault.json';
export const HISTORY_ENTRY = 'history.json';
/** Of the readable kind. */
export const HISTORY_VERSION = 1;

/** A file is read as a whole: larger ones would not fit a tablet's memory. */
export const MAX_FILE_BYTES = 1024 ** 3;
const MAX_RECORD_BYTES = 256 * 1024 ** 2;

const ENTRY = /^(people|visits|photos)\/([0-9a-f-]{36})(?:\.(?:jpg|png|webp))?$/;

const HISTORY = v.object({ version: v.literal(HISTORY_VERSION), people: v.array(PERSON), visits: v.array(VISIT) });

/** What is unpacked of a file, by its names in it. */
type Entries = Readonly<Record<string, Bytes>>;

/** A file as it lies there: of the encrypted kind, nothing is known yet but its header. */
export type HistoryFile =
  | { readonly kind: 'encrypted'; readonly header: VaultHeader; readonly entries: Entries }
  | { readonly kind: 'readable'; readonly entries: Entries };

/** What a file says of its sizes is checked before any of it is unpacked. @throws HistoryError */
function checkSizes(entries: readonly ZipEntry[]): void {
  const whole = entries.reduce((sum, { length }) => sum + length, 0);
  if (whole > MAX_FILE_BYTES || entries.some(({ length }) => length > MAX_RECORD_BYTES)) throw new HistoryError('tooLarge');
}

function unpack(bytes: Bytes): Entries {
  if (bytes.length > MAX_FILE_BYTES) throw new HistoryError('tooLarge');
  try {
    const entries = zipEntries(bytes);
    checkSizes(entries);
    checkApart(entries);
    const own = entries.filter(({ name }) => name === VAULT_ENTRY || name === HISTORY_ENTRY || ENTRY.test(name));
    return Object.fromEntries(own.map((entry) => [entry.name, unpacked(entry)]));
  } catch (error) {
    throw error instanceof HistoryError ? error : new HistoryError('notAnExport', { cause: error });
  }
}

function readJson<Schema extends v.GenericSchema>(bytes: Uint8Array | undefined, schema: Schema): v.InferOutput<Schema> {
  try {
    return v.parse(schema, JSON.parse(textOfBytes(bytes as Bytes)));
  } catch (cause) {
    throw new HistoryError('notAnExport', { cause });
  }
}

/** @throws HistoryError `notAnExport`, `newer` or `tooLarge`. */
export function readHistoryFile(bytes: Bytes): HistoryFile {
  const entries = unpack(bytes);
  const first = entries[VAULT_ENTRY] ?? entries[HISTORY_ENTRY];
  if (!first) throw new HistoryError('notAnExport');
  if (readJson(first, v.object({ version: v.number() })).version > HISTORY_VERSION) throw new HistoryError('newer');
  if (!entries[VAULT_ENTRY]) return { kind: 'readable', entries };
  return { kind: 'encrypted', header: readJson(entries[VAULT_ENTRY], VAULT_HEADER), entries };
}

/** The records of a store that a file has, by id. */
const entriesOf = (entries: Entries, store: Place['store']): [id: string, bytes: Bytes][] =>
  Object.entries(entries).flatMap(([name, bytes]) => {
    const [, from, id] = ENTRY.exec(name) ?? [];
    return from === store && id !== undefined ? [[id, bytes]] : [];
  });

/**
 * @throws HistoryError `notAnExport` where something that calls itself a photo is none, or belongs to several visits: each of
 * them would keep a copy, and a small file would fill the device.
 */
function checked(history: ImportedHistory): ImportedHistory {
  const taken = new Set<string>();
  for (const { id, type } of history.visits.flatMap(({ photos }) => Object.values(photos))) {
    const bytes = history.photos.get(id);
    if (!bytes || pictureTypeOf(bytes) !== type || taken.has(id)) throw new HistoryError('notAnExport');
    taken.add(id);
  }
  return history;
}

async function unsealEntries(vault: Vault, store: Place['store'], entries: Entries): Promise<[id: string, bytes: Bytes][]> {
  return Promise.all(entriesOf(entries, store).map(async ([id, sealed]): Promise<[string, Bytes]> => [id, await unseal(vault, { store, id }, sealed)]));
}

/** The vault of an encrypted file, by its passphrase or its recovery code. */
async function openFileVault(header: VaultHeader, secret: string): Promise<Vault> {
  const code = readRecoveryCode(secret);
  const byCode = code === undefined ? undefined : await unlockVault(header, code, 'recovery').catch(() => undefined);
  return byCode ?? unlockVault(header, secret);
}

/**
 * Opens a file and checks everything in it.
 *
 * @param secret - Passphrase or recovery code of an encrypted file; else not looked at.
 * @throws HistoryError `wrongSecret`, `notAnExport` or `damaged`.
 */
export async function openHistoryFile(file: HistoryFile, secret: string): Promise<ImportedHistory> {
  if (file.kind === 'readable') {
    const { people, visits } = readJson(file.entries[HISTORY_ENTRY], HISTORY);
    return checked({ people, visits, photos: new Map(entriesOf(file.entries, 'photos')) });
  }
  const vault = await openFileVault(file.header, secret);
  const [people, visits, photos] = await Promise.all([
    unsealEntries(vault, 'people', file.entries),
    unsealEntries(vault, 'visits', file.entries),
    unsealEntries(vault, 'photos', file.entries),
  ]);
  return checked({
    people: people.map(([, bytes]) => readJson(bytes, PERSON)),
    visits: visits.map(([, bytes]) => readJson(bytes, VISIT)),
    photos: new Map(photos),
  });
}
