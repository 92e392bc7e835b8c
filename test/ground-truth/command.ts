/** The command line of `npm run ground-truth`, read and checked. */
import { parseArgs } from 'node:util';
import { planBodies } from './bodies.js';
import { GUARDS, type PlannedGuard } from './guards.js';
import { FIXED_PLAN, type Plan, type PlannedCase } from './plan.js';

export const USAGE = `Usage:
  npm run ground-truth -- --out DIR [--subjects m1,f1] [--only ID,ID] [options]
  npm run ground-truth -- --out DIR --bodies N [--first K] [--seed S] [--size 600x900] [--only ID,ID] [options]
  npm run ground-truth -- --guards DIR [--only NAME,NAME] [options]

Draws the fixed cases, N random people from number K on (default: 0), or the guard pictures; --out and --guards go together.
A body's number, the seed (default: 1) and the size (default: 800x1200) say all about it: parts of a run can be made
one by one.

Options:
  --truth-only   writes the JSON, draws nothing
  --marks        draws keypoints (magenta) and joints (green) into the photos

Exit code: 0 done, 2 misuse, 3 it could not be done.`;

/** A wrong command line; its message is shown with the usage. */
export class MisuseError extends Error {}

/** What is to be made. */
export interface Command {
  /** Cases and where they go. */
  readonly cases: { readonly folder: string; readonly plan: Plan } | undefined;
  /** Guard pictures, where they go, and which of them are drawn: `guards.json` always names all. */
  readonly guards: { readonly folder: string; readonly drawn: readonly PlannedGuard[] } | undefined;
  readonly truthOnly: boolean;
  readonly marks: boolean;
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        out: { type: 'string' },
        bodies: { type: 'string' },
        first: { type: 'string' },
        seed: { type: 'string' },
        size: { type: 'string' },
        subjects: { type: 'string' },
        only: { type: 'string' },
        guards: { type: 'string' },
        'truth-only': { type: 'boolean' },
        marks: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new MisuseError(error instanceof Error ? error.message : String(error));
  }
}

type Values = ReturnType<typeof parsed>;

function wholeNumber(name: string, text: string, least: number): number {
  if (!/^\d{1,6}$/.test(text) || Number(text) < least) throw new MisuseError(`--${name} must be a whole number from ${least} on, not ${text}`);
  return Number(text);
}

/** Photos that the analysis takes, and a renderer in software too; pixels a side. */
const SIDE = { least: 128, most: 4096 };

function readSize(text: string): readonly [number, number] {
  const [, width = '', height = ''] = /^(\d{1,5})x(\d{1,5})$/.exec(text) ?? [];
  const size = [Number(width), Number(height)] as const;
  if (size.some((side) => !(side >= SIDE.least && side <= SIDE.most))) {
    throw new MisuseError(`--size must be such as 600x900, each side from ${SIDE.least} to ${SIDE.most}, not ${text}`);
  }
  return size;
}

/** The seed becomes part of folder names. */
function readSeed(text: string): string {
  if (!/^[\w-]+$/.test(text)) throw new MisuseError(`--seed must be of letters, digits, - and _, not ${text}`);
  return text;
}

function readPlan({ bodies, first, seed, size, subjects }: Values): Plan {
  if (bodies === undefined) {
    for (const [name, value] of Object.entries({ first, seed, size })) {
      if (value !== undefined) throw new MisuseError(`--${name} is of random people: it needs --bodies`);
    }
    return FIXED_PLAN;
  }
  if (subjects !== undefined) throw new MisuseError('--subjects is of the fixed cases: with --bodies use --first or --only');
  return planBodies({
    count: wholeNumber('bodies', bodies, 1),
    first: wholeNumber('first', first ?? '0', 0),
    seed: readSeed(seed ?? '1'),
    size: readSize(size ?? '800x1200'),
  });
}

const listed = (text: string | undefined): readonly string[] | undefined => text?.split(',');

/** What is not there must not be passed over. */
function refuseUnknown(option: string, wanted: readonly string[] | undefined, known: readonly string[]): void {
  const unknown = wanted?.filter((name) => !known.includes(name)) ?? [];
  if (unknown.length > 0) throw new MisuseError(`--${option}: there is no ${unknown.join(', ')} here`);
}

/**
 * @throws MisuseError
 */
export function readCommand(args: readonly string[]): Command {
  const values = parsed(args);
  const { out, guards, 'truth-only': truthOnly = false, marks = false } = values;
  if (out === undefined && guards === undefined) throw new MisuseError('give --out or --guards: where shall the pictures go?');
  if (truthOnly && marks) throw new MisuseError('--marks draws, --truth-only does not: give one of the two');
  if (out === undefined) {
    for (const name of ['bodies', 'first', 'seed', 'size', 'subjects', 'marks'] as const) {
      if (values[name] !== undefined) throw new MisuseError(`--${name} is of cases: it needs --out`);
    }
  }
  const plan = out === undefined ? undefined : readPlan(values);
  const [subjects, only] = [listed(values.subjects), listed(values.only)];
  refuseUnknown('subjects', subjects, Object.keys(plan?.people ?? {}));
  const ofSubjects = plan?.cases.filter(({ subject }) => subjects?.includes(subject) ?? true) ?? [];
  const ids = [...ofSubjects.map(({ id }) => id), ...(guards === undefined ? [] : GUARDS.map(({ name }) => name))];
  refuseUnknown('only', only, ids);
  const isWanted = (name: string): boolean => only?.includes(name) ?? true;
  const cases: readonly PlannedCase[] = ofSubjects.filter(({ id }) => isWanted(id));
  return {
    cases: plan && out !== undefined ? { folder: out, plan: { people: plan.people, cases } } : undefined,
    guards: guards === undefined ? undefined : { folder: guards, drawn: GUARDS.filter(({ name }) => isWanted(name)) },
    truthOnly,
    marks,
  };
}
