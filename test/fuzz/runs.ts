import fc from 'fast-check';
import { textTable } from '../bench/text-table.js';
import { minded, type FuzzTarget } from './target.js';

/** Which inputs a run makes. */
export interface Inputs {
  readonly runs: number;
  readonly seed: number;
  /** Leads to one input of an earlier run, and its simpler forms. */
  readonly path?: string | undefined;
}

/** What came of a target's inputs. */
export interface FuzzRun {
  readonly target: string;
  readonly inputs: number;
  /** How many were answered in each way. */
  readonly outcomes: ReadonlyMap<string, number>;
  readonly failure: FuzzFailure | undefined;
}

/** An input that was answered otherwise than is documented. */
export interface FuzzFailure {
  readonly seed: number;
  readonly path: string;
  /** The input as it prints, made as simple as it still fails. */
  readonly input: string;
  readonly error: string;
}

/** A failing input may hold a photo's worth of text. */
const LONGEST_SHOWN = 2000;

/** Hands a target its inputs, and makes the first that fails simple. */
export async function runTarget<Input>(target: FuzzTarget<Input>, { runs, seed, path }: Inputs): Promise<FuzzRun> {
  const outcomes = new Map<string, number>();
  const mindful = minded(target);
  let isFailed = false;
  const property = fc.asyncProperty(target.inputs, async (input) => {
    try {
      const outcome = await mindful.judge(input);
      if (!isFailed) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    } catch (error) {
      isFailed = true;
      throw error;
    }
  });
  const details = await fc.check(property, { numRuns: runs, seed, ...(path === undefined ? {} : { path }), endOnFailure: false });
  const error = details.errorInstance instanceof Error ? (details.errorInstance.stack ?? details.errorInstance.message) : String(details.errorInstance);
  return {
    target: target.name,
    inputs: details.numRuns,
    outcomes,
    failure: details.failed ? { seed, path: details.counterexamplePath ?? '', input: fc.stringify(details.counterexample?.[0]).slice(0, LONGEST_SHOWN), error } : undefined,
  };
}

/** A target, whatever its inputs are. */
export interface Runnable extends Pick<FuzzTarget<unknown>, 'name' | 'share'> {
  run(inputs: Inputs): Promise<FuzzRun>;
}

/** A target as one of several. */
export const runnable = <Input>(target: FuzzTarget<Input>): Runnable => ({ name: target.name, share: target.share, run: (inputs) => runTarget(target, inputs) });

/** The inputs of several targets, one target after the other. */
export async function runTargets(targets: readonly Runnable[], { runs, ...inputs }: Inputs, onDone: (run: FuzzRun) => void = () => undefined): Promise<FuzzRun[]> {
  const whole = targets.reduce((sum, { share }) => sum + share, 0);
  const done: FuzzRun[] = [];
  for (const target of targets) {
    const run = await target.run({ ...inputs, runs: Math.max(1, Math.ceil((runs * target.share) / whole)) });
    done.push(run);
    onDone(run);
  }
  return done;
}

const outcomesOf = ({ outcomes }: FuzzRun): string =>
  [...outcomes]
    .sort(([, a], [, b]) => b - a)
    .map(([outcome, count]) => `${outcome} ${count}`)
    .join(', ');

/** A table of runs: target, inputs, outcomes by kind. */
export function table(runs: readonly FuzzRun[]): string {
  const whole = runs.reduce((sum, { inputs }) => sum + inputs, 0);
  const rows = runs.map(({ target, inputs, failure }) => [target, String(inputs), failure ? 'FAILED' : 'fine']);
  const counts = textTable(['target', 'inputs', ''], [...rows, ['all', String(whole), '']]);
  return `${counts}\n\n${runs.map((run) => `${run.target}: ${outcomesOf(run)}`).join('\n')}`;
}

/** What to do about a failure. */
export const report = ({ target, failure }: FuzzRun): string =>
  failure === undefined
    ? ''
    : `${target} failed.\n  again: npm run fuzz -- --only '${target}' --seed ${failure.seed} --path ${failure.path}\n  input: ${failure.input}\n  ${failure.error}`;
