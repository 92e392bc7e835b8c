/** What a page's global object holds while it is watched. */
export interface GlobalObjectsScope {
  /** Names what has changed since the watch began. */
  changesOfGlobals(): readonly string[];
}

/**
 * Remembers every property of the global object and of all that is reached from it: the language's and the platform's
 * constructors, prototypes and methods. Getters are compared, not called. Runs in the browser, as text.
 */
export function watchGlobalObjects(): void {
  type Properties = ReadonlyMap<PropertyKey, PropertyDescriptor>;
  const isObject = (value: unknown): value is object => (typeof value === 'object' && value !== null) || typeof value === 'function';
  const propertiesOf = (owner: object): Properties =>
    new Map(Reflect.ownKeys(owner).map((key) => [key, Reflect.getOwnPropertyDescriptor(owner, key) as PropertyDescriptor]));
  const known = new Map<object, { readonly path: string; readonly properties: Properties }>();
  const remember = (owner: object, path: string): void => {
    if (known.has(owner)) return;
    const properties = propertiesOf(owner);
    known.set(owner, { path, properties });
    const prototype: unknown = Reflect.getPrototypeOf(owner);
    if (isObject(prototype)) remember(prototype, `${path}.[[Prototype]]`);
    for (const [key, descriptor] of properties) for (const part of Object.values(descriptor) as unknown[]) if (isObject(part)) remember(part, `${path}.${String(key)}`);
  };
  const isSame = (a: PropertyDescriptor | undefined, b: PropertyDescriptor | undefined): boolean =>
    a !== undefined && b !== undefined && ['value', 'get', 'set', 'writable', 'enumerable', 'configurable'].every((part) => Object.is(Reflect.get(a, part), Reflect.get(b, part)));
  Object.defineProperty(globalThis, 'changesOfGlobals', {
    configurable: true,
    value: () => {
      const changes: string[] = [];
      for (const [owner, { path, properties }] of known) {
        const now = propertiesOf(owner);
        for (const key of new Set([...properties.keys(), ...now.keys()])) if (!isSame(properties.get(key), now.get(key))) changes.push(`${path}.${String(key)}`);
      }
      return changes.sort();
    },
  });
  remember(globalThis, 'globalThis');
}

/** Freezes what every object of a page or worker inherits from. Runs in the browser, as text. */
export function freezePrototypes(): void {
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    // The language's own; of the platform's, only what scripts extend.
    if (!/^(Object|Function|Array|Promise|Map|Set|WeakMap|WeakSet|WeakRef|RegExp|String|Number|Boolean|Symbol|BigInt|Date|Iterator|ArrayBuffer|DataView|Proxy|\w*Array|\w*Error|Event|EventTarget|Blob|Worker|MessagePort)$/.test(name)) continue;
    const { value } = Object.getOwnPropertyDescriptor(globalThis, name) as { value?: { readonly prototype?: object } };
    if (value?.prototype) Object.freeze(value.prototype);
    Object.freeze(value);
  }
}
