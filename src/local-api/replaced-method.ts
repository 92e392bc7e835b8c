/** Any method of an object of the platform. */
export type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Makes a method that takes another one's place, of that one. */
export type Replacing = (usual: Method) => Method;

/**
 * Puts another function in a method's place.
 *
 * @param by - Makes it of the usual one.
 * @returns Puts back exactly what was there, unless somebody else has since put theirs over it.
 * @throws TypeError where it can't be replaced.
 */
export function replaceMethod(owner: object, name: string, by: Replacing): () => void {
  const was = Object.getOwnPropertyDescriptor(owner, name);
  const usual: unknown = Reflect.get(owner, name);
  if (typeof usual !== 'function') throw new TypeError(`\`${name}\` can't be replaced: there is none here`);
  const value = Object.defineProperties(by(usual as Method), { name: { value: name }, length: { value: usual.length } });
  const isReplaced = Reflect.defineProperty(owner, name, { value, configurable: true, writable: true, enumerable: was?.enumerable ?? true });
  if (!isReplaced) throw new TypeError(`\`${name}\` can't be replaced: it is frozen here`);
  return () => {
    if (Object.getOwnPropertyDescriptor(owner, name)?.value !== value) return;
    if (was) Object.defineProperty(owner, name, was);
    else Reflect.deleteProperty(owner, name);
  };
}

/**
 * Does the same for methods by their names: for all of them or for none.
 *
 * @returns Puts all of them back.
 * @throws TypeError where one can't be replaced.
 */
export function replaceMethods(owner: object, by: Readonly<Record<string, Replacing>>): () => void {
  const restorers: (() => void)[] = [];
  const restore = (): void => {
    for (const undo of restorers.splice(0).reverse()) undo();
  };
  try {
    for (const [name, replacing] of Object.entries(by)) restorers.push(replaceMethod(owner, name, replacing));
  } catch (error) {
    restore();
    throw error;
  }
  return restore;
}
