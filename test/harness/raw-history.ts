import type { Page } from 'playwright-core';

/** What the history's database holds, as somebody sees it who has the disk. */
export interface RawHistory {
  readonly rows: number;
  /** All keys and values; bytes as Latin-1, so that any text in them can be searched for. */
  readonly text: string;
  /** The bytes read as UTF-16. */
  readonly wide: string;
}

/** Reads it, with the browser's own means. */
export const readRawHistory = (page: Page): Promise<RawHistory> =>
  page.evaluate(async () => {
    const asked = <Result>(request: IDBRequest<Result>): Promise<Result> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('failed'));
      });
    const database = await asked(indexedDB.open('posture-history'));
    const parts: string[] = [];
    const wide: string[] = [];
    let rows = 0;
    const collect = (value: unknown): void => {
      if (value instanceof Uint8Array) {
        parts.push(new TextDecoder('latin1').decode(value));
        for (const shift of [0, 1]) wide.push(new TextDecoder('utf-16le').decode(value.subarray(shift)));
      } else if (value && typeof value === 'object') {
        for (const [key, inner] of Object.entries(value)) {
          parts.push(key);
          collect(inner);
        }
      } else parts.push(String(value));
    };
    for (const store of database.objectStoreNames) {
      const values: unknown[] = await asked(database.transaction(store).objectStore(store).getAll());
      rows += values.length;
      values.forEach(collect);
    }
    database.close();
    return { rows, text: parts.join('\n'), wide: wide.join('\n') };
  });
