/** Characters of a value that a message shows. */
const LONGEST_SHOWN = 40;

/** Characters of a text that is drawn or given to the canvas: a longer one would be measured for seconds. */
const LONGEST_TEXT = 200;

/** Entries of a list that are looked at: a list of holes can be four thousand million long. */
const LONGEST_LIST = 100;

/** Without characters that do something to a terminal, a log or the text around them: controls, marks of direction, halves. */
const plain = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);

/** A value as an error message can show it: short, and never a photo. */
export function shown(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value.length > LONGEST_SHOWN ? `a string of ${value.length} characters` : plain(JSON.stringify(value));
    case 'object':
      return value === null ? 'null' : isRecord(value) ? 'an object' : `an array of ${lengthOf(value as readonly unknown[])}`;
    case 'function':
    case 'symbol':
    case 'bigint':
      return `a ${typeof value}`;
    default:
      return String(value);
  }
}

function lengthOf(list: readonly unknown[]): number {
  try {
    return Number(list.length);
  } catch {
    return Number.NaN;
  }
}

/** A name as an error message can show it. */
export const shownName = (name: string): string => plain(name.slice(0, LONGEST_SHOWN));

/**
 * Reads something of the caller's: getters may throw, and what they throw may say anything.
 *
 * @throws TypeError naming what could not be read.
 */
export function readable<Value>(what: string, read: () => Value): Value {
  try {
    return read();
  } catch {
    throw new TypeError(`${what} could not be read`);
  }
}

/** The entries of an array, holes as `undefined`; `undefined` for what is none, and for one of more than {@link LONGEST_LIST}. */
export const listed = (field: string, value: unknown): readonly unknown[] | undefined =>
  readable(`option \`${field}\``, () => (Array.isArray(value) && value.length <= LONGEST_LIST ? Array.from<unknown>(value) : undefined));

/** Names the field and shows the value, as far as a message may. */
export const misuse = (field: string, wanted: string, value: unknown): TypeError =>
  new TypeError(`option \`${field}\` must be ${wanted}, not ${shown(value)}`);

/** @throws TypeError where the value doesn't fit. */
export function check<Value>(field: string, value: Value, wanted: string, fits: boolean): Value {
  if (!fits) throw misuse(field, wanted, value);
  return value;
}

/** An object with fields. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  try {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    // Nothing can be asked of a revoked proxy.
    return false;
  }
}

const TEXT = `a string of at most ${LONGEST_TEXT} characters`;
const isText = (value: unknown): boolean => typeof value === 'string' && value.length <= LONGEST_TEXT;

/**
 * Given values over standard ones of the same shape.
 *
 * @throws TypeError naming the field and showing the value.
 */
export function overlaid<Style extends object>(field: string, standard: Style, given: unknown): Style {
  if (given === undefined) return standard;
  if (!isRecord(given)) throw misuse(field, 'an object', given);
  const style = { ...standard } as Record<string, unknown>;
  for (const [name, value] of readable(`option \`${field}\``, () => Object.entries(given))) {
    if (!Object.hasOwn(standard, name)) throw new TypeError(`unknown option \`${field}.${shownName(name)}\``);
    const usual: unknown = style[name];
    if (value === undefined) continue;
    if (isRecord(usual)) style[name] = overlaid(`${field}.${name}`, usual, value);
    else if (typeof usual === 'string') style[name] = check(`${field}.${name}`, value, TEXT, isText(value));
    else style[name] = check(`${field}.${name}`, value, `a ${typeof usual}`, typeof value === typeof usual);
  }
  return style as Style;
}
