/** What the app's settings are kept under. Nothing here is about a person. */
export type StoredName = 'settings' | 'settings-file' | 'pin' | 'pin-tries';

const keyOf = (name: StoredName): string => `analyze-locally-kiosk:${name}`;

/** What is kept; `undefined` for nothing, for what is no JSON, and where the browser keeps nothing. */
export function readStored(name: StoredName): unknown {
  try {
    const text = localStorage.getItem(keyOf(name));
    return text === null ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}

/**
 * Keeps a value, or with `undefined` forgets it.
 *
 * @returns Whether the browser did.
 */
export function store(name: StoredName, value: unknown): boolean {
  try {
    if (value === undefined) localStorage.removeItem(keyOf(name));
    else localStorage.setItem(keyOf(name), JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}
