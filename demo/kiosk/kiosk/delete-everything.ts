import { store } from './device-storage.js';
import { removePin } from './pin.js';
import { setGiven } from './settings.js';
import { wipe } from '../session/wipe.js';

/** The draft's and the history's: other apps of the same origin keep theirs. */
const DATABASES = ['posture-draft', 'posture-history'];

/** How long another window may take to let go of a database, milliseconds. */
const PATIENCE = 5000;

const deleteDatabase = (name: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error ?? new Error(`${name} was not deleted`));
    setTimeout(() => reject(new Error(`${name} is in use`)), PATIENCE);
  });

/**
 * Deletes what the app has ever kept on this device, its own files excepted; the wipe drops the draft's key with the draft.
 *
 * @throws Error where another window of the app does not let go of the data.
 */
export async function deleteEverything(): Promise<void> {
  await wipe();
  await Promise.all(DATABASES.map(deleteDatabase));
  for (const source of ['device', 'address', 'visit'] as const) setGiven(source, {});
  removePin();
  for (const name of ['settings', 'settings-file'] as const) store(name, undefined);
}
