import { batch, signal } from '@preact/signals';
import type { View } from 'analyze-locally';
import type { TakenPhoto } from '../session/session.js';
import { VIEWS, type PerView } from '../session/views.js';
import { derived, onWipe } from '../session/wipe.js';
import { erase, eraseVault, photoIdsOf, photosToKeep, readContents, readPhotos, write, type Writing } from './archive.js';
import { lockWhenLeft } from './auto-lock.js';
import { databaseExists, deleteDatabase, openDatabase, type Database } from './database.js';
import { HistoryError, historyErrorOf } from './history-error.js';
import type { Person, Visit } from './records.js';
import { makeTryLimit } from './try-limit.js';
import { changeSecrets, createVault, unlockVault, type NewSecrets, type Vault, type VaultHeader } from './vault.js';

/** `insecure`: the page is served so that the browser offers no encryption. `unavailable`: the browser keeps nothing. */
export type HistoryStatus = 'checking' | 'insecure' | 'unavailable' | 'blocked' | 'newer' | 'off' | 'locked' | 'open';

const current = signal<HistoryStatus>('checking');
const knownPeople = signal<readonly Person[]>([]);
const knownVisits = signal<readonly Visit[]>([]);
const damagedRows = signal(0);
const storedVaults = signal<readonly VaultHeader[]>([]);
const openVault = signal<VaultHeader | undefined>(undefined);

/** What the history is just now. */
export const status = derived(() => current.value);
export const people = derived(() => knownPeople.value);
/** Latest first. */
export const visits = derived(() => knownVisits.value);
/** Stored records that do not open. */
export const damaged = derived(() => damagedRows.value);
/** The vault that is open, by what is stored of it. */
export const header = derived(() => openVault.value);
/** Vaults on this device that another passphrase opens. */
export const otherVaults = derived(() => storedVaults.value.filter(({ id }) => id !== openVault.value?.id));

export const tryLimit = makeTryLimit();

interface Opened {
  readonly database: Database;
  vault: Vault;
  readonly stopWatch: () => void;
}
let opened: Opened | undefined;

/** Tells the app's other tabs that the records have changed; nothing of what they are. */
let tabs: BroadcastChannel | undefined;

const required = (): Opened => {
  if (!opened) throw new HistoryError('locked');
  return opened;
};

const isOpen = (database: Database): boolean => opened?.database === database;

/** Counts the times the vault was closed: one that is being opened meanwhile stays closed. */
let closings = 0;

/** Closes the vault: its key and all that was read with it are forgotten. */
export function lock(): void {
  closings += 1;
  opened?.stopWatch();
  opened?.database.close();
  opened = undefined;
  tabs?.close();
  tabs = undefined;
  batch(() => {
    knownPeople.value = [];
    knownVisits.value = [];
    damagedRows.value = 0;
    openVault.value = undefined;
    if (current.value === 'open') current.value = 'locked';
  });
}
onWipe(lock);

/** The database went away under this tab, deleted or upgraded by another. */
function onClosed(): void {
  lock();
  void look();
}

/** Works on the database for a moment; leaves it closed, so that other tabs can upgrade or delete it. */
async function briefly<Result>(work: (database: Database) => Promise<Result>): Promise<Result> {
  const database = await openDatabase(() => undefined);
  try {
    return await work(database);
  } catch (error) {
    throw historyErrorOf(error);
  } finally {
    database.close();
  }
}

/** Works while no other tab does: one must not delete the database into which another has just put a vault. */
const alone = <Result>(work: () => Promise<Result>): Promise<Result> => navigator.locks.request('posture-history', work);

/** Finds out whether there is a history. Makes nothing. */
export async function look(): Promise<void> {
  if (opened) return;
  if (!isSecureContext || !('subtle' in crypto)) return void (current.value = 'insecure');
  try {
    const headers = (await databaseExists()) ? await briefly((database) => database.getAll('vaults')) : [];
    storedVaults.value = headers;
    current.value = headers.length > 0 ? 'locked' : 'off';
  } catch (error) {
    const { code } = historyErrorOf(error);
    current.value = code === 'blocked' || code === 'newer' ? code : 'unavailable';
  }
}

async function reload(): Promise<void> {
  const { database, vault } = required();
  const contents = await readContents(database, vault);
  // Locked meanwhile: what was read must not stay.
  if (!isOpen(database)) return;
  batch(() => {
    knownPeople.value = contents.people;
    knownVisits.value = [...contents.visits].sort((a, b) => b.at - a.at);
    damagedRows.value = contents.damaged;
  });
}

/**
 * Opens a vault.
 *
 * @param before - How often one had been closed when the secret was given: its key takes a while to make.
 * @throws HistoryError `locked` where one was closed since, by a wipe for instance.
 */
async function open(vault: Vault, before: number): Promise<void> {
  const database = await openDatabase(onClosed);
  if (closings !== before) {
    database.close();
    throw new HistoryError('locked');
  }
  lock();
  opened = { database, vault, stopWatch: lockWhenLeft(lock) };
  tabs = new BroadcastChannel('posture-history');
  tabs.onmessage = () => void reload().catch(() => undefined);
  try {
    storedVaults.value = await database.getAll('vaults');
    await reload();
    // Locked or wiped meanwhile.
    if (!isOpen(database)) throw new HistoryError('locked');
  } catch (error) {
    if (isOpen(database)) lock();
    throw historyErrorOf(error);
  }
  batch(() => {
    openVault.value = vault.header;
    current.value = 'open';
  });
}

/** Writes, then shows what is stored. */
async function changing(work: (opened: Opened) => Promise<void>): Promise<void> {
  const { database, vault } = required();
  // Deleted by another tab: nobody could open what is written into it.
  if ((await database.getKey('vaults', vault.header.id)) === undefined) {
    onClosed();
    throw new HistoryError('locked');
  }
  await work(required());
  tabs?.postMessage('changed');
  await reload();
}

/**
 * Turns the history on with a new vault; vaults that are there already stay beside it.
 *
 * @throws HistoryError
 */
export async function turnOn(passphrase: string, recoveryCode: string | undefined): Promise<void> {
  const before = closings;
  const vault = await createVault(passphrase, recoveryCode);
  // Refused where the person or the browser does not want it: then it lives as long as the browser has room.
  await navigator.storage.persist?.().catch(() => false);
  await alone(() => briefly((database) => database.put('vaults', vault.header)));
  await open(vault, before);
}

/**
 * Opens the vault that a passphrase fits.
 *
 * @throws HistoryError `wrongSecret` and others.
 */
export async function unlock(passphrase: string): Promise<void> {
  const before = closings;
  for (const stored of await briefly((database) => database.getAll('vaults'))) {
    const vault = await unlockVault(stored, passphrase).catch(() => undefined);
    if (!vault) continue;
    tryLimit.clear();
    return open(vault, before);
  }
  tryLimit.miss();
  throw new HistoryError('wrongSecret');
}

/**
 * Opens the vault that a recovery code fits, and gives it a new passphrase.
 *
 * @throws HistoryError `wrongSecret` and others.
 */
export async function recover(recoveryCode: string, passphrase: string): Promise<void> {
  const before = closings;
  for (const stored of await briefly((database) => database.getAll('vaults'))) {
    const changed = await changeSecrets(stored, recoveryCode, { passphrase }, 'recovery').catch(() => undefined);
    if (!changed) continue;
    await briefly((database) => database.put('vaults', changed));
    tryLimit.clear();
    return open(await unlockVault(changed, passphrase), before);
  }
  tryLimit.miss();
  throw new HistoryError('wrongSecret');
}

/**
 * Changes what opens the vault.
 *
 * @throws HistoryError `wrongSecret` and others.
 */
export async function renewSecrets(passphrase: string, next: NewSecrets): Promise<void> {
  const { database, vault } = required();
  // Another tab may have changed them, or deleted the vault.
  const stored = await database.get('vaults', vault.header.id);
  if (!stored) throw new HistoryError('locked');
  const changed = await changeSecrets(stored, passphrase, next).catch((error: unknown) => {
    tryLimit.miss();
    throw error;
  });
  tryLimit.clear();
  await database.put('vaults', changed);
  required().vault = { header: changed, key: vault.key };
  openVault.value = changed;
}

/** Ids of the photos of stored visits that their new form no longer has. */
function obsoletePhotos(next: readonly Visit[]): string[] {
  const kept = new Set(photoIdsOf(next));
  const replaced = visits.value.filter(({ id }) => next.some((visit) => visit.id === id));
  return photoIdsOf(replaced).filter((id) => !kept.has(id));
}

/** Writes records over those with the same ids, all or none. @throws HistoryError */
export const put = (writing: Omit<Writing, 'obsoletePhotos'>): Promise<void> =>
  changing(({ database, vault }) => write(database, vault, { ...writing, obsoletePhotos: obsoletePhotos(writing.visits) }));

/** Keeps a visit with its photos, all or nothing. @throws HistoryError */
export const putVisit = async (person: Person, visit: Visit, taken: PerView<TakenPhoto>): Promise<void> =>
  put({ people: [person], visits: [visit], photos: await photosToKeep(visit.photos, taken) });

/** @throws HistoryError */
export const deleteVisit = (visit: Visit): Promise<void> => changing(({ database, vault }) => erase(database, vault, [], [visit]));

/** Deletes somebody with all visits. @throws HistoryError */
export const deletePerson = (person: Person): Promise<void> =>
  changing(({ database, vault }) => erase(database, vault, [person], visitsOf(person.id)));

/** Deletes a vault with everything in it, open or not; the last one takes the database along. @throws HistoryError */
export async function deleteVault(id: string): Promise<void> {
  if (opened?.vault.header.id === id) lock();
  await alone(async () => {
    const isLast = await briefly(async (database) => {
      await eraseVault(database, id);
      return (await database.count('vaults')) === 0;
    });
    // What is left without vaults is empty: a tab that does not let go of it does no harm.
    if (isLast) await deleteDatabase().catch(() => undefined);
  });
  if (opened) storedVaults.value = storedVaults.value.filter((stored) => stored.id !== id);
  else await look();
}

/** The photos that a visit keeps, of some views or all. @throws HistoryError */
export async function photosOf(visit: Visit, views: readonly View[] = VIEWS): Promise<PerView<TakenPhoto>> {
  const { database, vault } = required();
  return readPhotos(database, vault, visit, views);
}

/** Somebody's visits, latest first. */
export const visitsOf = (person: string): readonly Visit[] => visits.value.filter((visit) => visit.person === person);

/** For an export: the open vault and its rows. @throws HistoryError `locked` */
export const openArchive = (): { readonly database: Database; readonly vault: Vault } => required();
