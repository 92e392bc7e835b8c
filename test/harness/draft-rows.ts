import type { Page } from 'playwright-core';

/** The bytes of every row of the visit's draft, as they are on the disk. Makes no database where there is none. */
export const readDraftRows = (page: Page): Promise<number[][]> =>
  page.evaluate(async () => {
    const isThere = (await indexedDB.databases()).some(({ name }) => name === 'posture-draft');
    if (!isThere) return [];
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('posture-draft');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(new Error('the draft could not be opened'));
    });
    const rows = await new Promise<unknown[]>((resolve, reject) => {
      const reading = database.transaction('parts').objectStore('parts').getAll();
      reading.onsuccess = () => resolve(reading.result);
      reading.onerror = () => reject(new Error('the draft could not be read'));
    });
    database.close();
    return rows.map((row) => {
      if (!(row instanceof Uint8Array)) throw new Error('a row is no bytes');
      return Array.from(row);
    });
  });

/** The same once there are so many: writing them is nothing that is shown. */
export async function waitForDraftRows(page: Page, atLeast: number): Promise<number[][]> {
  for (let waited = 0; waited < 300; waited++) {
    const rows = await readDraftRows(page);
    if (rows.length >= atLeast) return rows;
    await page.waitForTimeout(100);
  }
  throw new Error(`the draft has fewer than ${atLeast} rows`);
}
