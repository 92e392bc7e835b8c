import { removePin } from './pin.js';
import { setGiven } from './settings.js';
import { wipe } from '../session/wipe.js';

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
 * Deletes what the app has ever kept on this device, its own files excepted.
 *
 * @throws Error where another window of the app does not let go of the data.
 */
export async function deleteEverything(): Promise<void> {
  await wipe();
  const databases = await indexedDB.databases();
  await Promise.all(databases.map(async ({ name }) => name !== undefined && deleteDatabase(name)));
  removePin();
  for (const source of ['device', 'address', 'visit'] as const) setGiven(source, {});
  localStorage.clear();
  sessionStorage.clear();
}
