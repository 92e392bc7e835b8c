/** A value as an error message can show it: short, and never a photo. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return value.length > 40 ? `a string of ${value.length} characters` : JSON.stringify(value);
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

/** A name as an error message can show it. */
export const shownName = (name: string): string => name.slice(0, 40);

/** Names the field and shows the value, as far as a message may. */
export const misuse = (field: string, wanted: string, value: unknown): TypeError =>
  new TypeError(`option \`${field}\` must be ${wanted}, not ${shown(value)}`);

/** @throws TypeError where the value doesn't fit. */
export function check<Value>(field: string, value: Value, wanted: string, fits: boolean): Value {
  if (!fits) throw misuse(field, wanted, value);
  return value;
}

/** An object with fields. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Given values over standard ones of the same shape.
 *
 * @throws TypeError naming the field and showing the value.
 */
export function overlaid<Style extends object>(field: string, standard: Style, given: unknown): Style {
  if (given === undefined) return standard;
  if (!isRecord(given)) throw misuse(field, 'an object', given);
  const style = { ...standard } as Record<string, unknown>;
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(standard, name)) throw new TypeError(`unknown option \`${field}.${shownName(name)}\``);
    const usual: unknown = style[name];
    if (value === undefined) continue;
    if (isRecord(usual)) style[name] = overlaid(`${field}.${name}`, usual, value);
    else style[name] = check(`${field}.${name}`, value, `a ${typeof usual}`, typeof value === typeof usual);
  }
  return style as Style;
}
