/** Any method of an object of the platform. */
export type Method = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Puts another function in a method's place.
 *
 * @param by - Makes it of the usual one.
 * @returns Puts back exactly what was there, unless somebody else has since put theirs over it.
 * @throws TypeError where it can't be replaced.
 */
export function replaceMethod(owner: object, name: string, by: (usual: Method) => Method): () => void {
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
