import { parseArgs, type ParseArgsConfig } from 'node:util';

/** A wrong command line: told with the usage, exit code 2. */
export class MisuseError extends Error {}

/** What can't be done on this machine as it is: told without a stack, exit code 1. */
export class CommandError extends Error {}

/** @throws MisuseError for flags that there are none of, and values where none belong. */
export function parsedArgs<Config extends ParseArgsConfig>(config: Config): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs<Config>(config);
  } catch (error) {
    throw new MisuseError(error instanceof Error ? error.message : String(error));
  }
}

/** @throws MisuseError for a value that is not among those to choose from. */
export function oneOf<Name extends string>(flag: string, value: string, names: readonly Name[]): Name {
  if (!names.includes(value as Name)) throw new MisuseError(`--${flag} must be one of ${names.join(', ')}, not ${value}`);
  return value as Name;
}

/** @throws MisuseError for anything but a whole number within the bounds. */
export function wholeNumber(flag: string, value: string, least: number, most: number): number {
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new MisuseError(`--${flag} must be a whole number from ${least} to ${most}, not ${value}`);
}
