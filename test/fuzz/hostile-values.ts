import fc from 'fast-check';
import { HOSTILE, LONG_TEXT, type Hostile } from './hostile-kinds.js';

const plainly = (value: unknown): Hostile => ({ kind: fc.stringify(value).slice(0, 300), make: () => value });

/** As a failure prints it. */
const shownAs = (hostile: Hostile): Hostile => Object.assign(hostile, { [fc.toStringMethod]: () => hostile.kind });

/** Hostile values, and any others. */
export const hostileValue: fc.Arbitrary<Hostile> = fc
  .oneof(
    { weight: 3, arbitrary: fc.constantFrom(...HOSTILE) },
    {
      weight: 2,
      arbitrary: fc
        .anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true, withSparseArray: true, withNullPrototype: true, maxDepth: 2 })
        .map(plainly),
    },
  )
  .map(shownAs);

/** Any text: of controls, of characters of all kinds, long. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ maxLength: 60 }),
  fc.constantFrom('', ' ', LONG_TEXT, '__proto__', 'constructor', 'toString', '\u202egnp.exe', '<img src=x onerror=alert(1)>', '$t(key)', '{{found}}', '=1+1', '\u0000', '\ud800'),
);

/** An object of hostile values under known names and others; some values fit. */
export const hostileObject = (names: readonly string[], fitting: Readonly<Record<string, readonly unknown[]>> = {}): fc.Arbitrary<Hostile> =>
  fc
    .uniqueArray(
      fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...names) }, { weight: 1, arbitrary: hostileText }).chain((name) =>
        fc.tuple(
          fc.constant(name),
          fc.oneof(
            { weight: 3, arbitrary: Object.hasOwn(fitting, name) ? fc.constantFrom(...(fitting[name] ?? [])).map(plainly) : hostileValue },
            { weight: 1, arbitrary: hostileValue },
          ),
        ),
      ),
      { maxLength: 5, selector: ([name]) => name },
    )
    .map((fields) =>
      shownAs({
        kind: `{ ${fields.map(([name, { kind }]) => `${JSON.stringify(name.slice(0, 60))}: ${kind}`).join(', ')} }`,
        make: () => {
          const made = {};
          // As JSON does it: `__proto__` is a name like any other.
          for (const [name, { make }] of fields) Object.defineProperty(made, name, { value: make(), enumerable: true, configurable: true, writable: true });
          return made;
        },
      }),
    );
