/** `npm run analyze`: analyses photos of this machine with the built package in a headless browser. */
import { existsSync, statSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { AnalysisDetails, AnalysisResponse, Mode, ModelName, RollReference, View } from 'analyze-locally';
import { ensureBuilt } from '../host/ensure-built.js';
import { openEngine, type EncodedPhotos, type EnginePage, type PageOptions } from './engine-page.js';
import { metricsTable } from './metrics-table.js';

const USAGE = `Usage:
  npm run analyze -- --front FILE --side FILE --back FILE --out DIR [options]
  npm run analyze -- --cases DIR --out DIR [options]

Any subset of the three photos works; one alone is the web API's single-view call.
--cases analyses every folder in DIR that holds any of front.jpg, side.jpg and back.jpg.

Options:
  --model lite|full|heavy              the pose network (default: full)
  --mode fast|balanced|accurate        how exact and how slow (default: balanced)
  --roll-reference ankles|level|auto   the horizon of front and back photos: the ankle line (default), the picture's
                                       own horizontal, or between the two
  --details                            adds landmarks, margins, warnings and timings to the response
  --json                               prints the response (without the drawn photos) instead of a table

Exit code: 0 analysed, 1 a photo was refused (state: false), 2 misuse, 3 it could not be done.`;

const VIEWS = ['front', 'side', 'back'] as const satisfies readonly View[];
const MODELS = ['lite', 'full', 'heavy'] as const satisfies readonly ModelName[];
const MODES = ['fast', 'balanced', 'accurate'] as const satisfies readonly Mode[];
const ROLL_REFERENCES = ['ankles', 'level', 'auto'] as const satisfies readonly RollReference[];
const DRAWN = { front: 'forigimg', side: 'sorigimg', back: 'borigimg' } as const;

/** A wrong command line; its message is shown with the usage. */
class MisuseError extends Error {}

type Response = AnalysisResponse<View, AnalysisDetails>;

interface Command {
  readonly photos: Partial<Record<View, string>>;
  readonly cases: string | undefined;
  readonly out: string;
  readonly model: ModelName | undefined;
  readonly json: boolean;
  readonly options: PageOptions;
}

/** A flag's value, where it is given. */
function choiceOf<Name extends string>(flag: string, value: string | undefined, names: readonly Name[]): Name | undefined {
  if (value === undefined) return undefined;
  if (!names.includes(value as Name)) throw new MisuseError(`--${flag} must be one of ${names.join(', ')}, not ${value}`);
  return value as Name;
}

function readCommand(): Command {
  const { values } = parsed();
  const photos: Partial<Record<View, string>> = {};
  for (const view of VIEWS) {
    const file = values[view];
    if (file === undefined) continue;
    if (!existsSync(file) || !statSync(file).isFile()) throw new MisuseError(`--${view}: there is no file ${file}`);
    photos[view] = file;
  }
  const { cases, out, json = false, details = false } = values;
  if (out === undefined) throw new MisuseError('--out is missing: where shall the results go?');
  if ((cases === undefined) === (Object.keys(photos).length === 0)) {
    throw new MisuseError('give photos (--front, --side, --back) or --cases, one of the two');
  }
  if (cases !== undefined && !(existsSync(cases) && statSync(cases).isDirectory())) {
    throw new MisuseError(`--cases: there is no folder ${cases}`);
  }
  const model = choiceOf('model', values.model, MODELS);
  const mode = choiceOf('mode', values.mode, MODES);
  const rollReference = choiceOf('roll-reference', values['roll-reference'], ROLL_REFERENCES);
  refuseToOverwrite(photos, cases, out);
  return { photos, cases, out, model, json, options: { details, mode, rollReference } };
}

/** The drawn photos are named like the photos of a case: they must not replace them. */
function refuseToOverwrite(photos: Command['photos'], cases: string | undefined, out: string): void {
  const written = VIEWS.map((view) => resolve(out, `${view}.jpg`));
  const clash = Object.values(photos).find((file) => written.includes(resolve(file)));
  if (clash !== undefined) throw new MisuseError(`--out ${out}: the drawn photo would overwrite ${clash}`);
  if (cases !== undefined && resolve(cases) === resolve(out)) {
    throw new MisuseError('--out must be another folder than --cases: the drawn photos would overwrite the photos');
  }
}

function parsed() {
  try {
    return parseArgs({
      options: {
        front: { type: 'string' },
        side: { type: 'string' },
        back: { type: 'string' },
        cases: { type: 'string' },
        out: { type: 'string' },
        model: { type: 'string' },
        mode: { type: 'string' },
        'roll-reference': { type: 'string' },
        json: { type: 'boolean' },
        details: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new MisuseError(error instanceof Error ? error.message : String(error));
  }
}

async function readPhotos(files: Partial<Record<View, string>>): Promise<EncodedPhotos> {
  const photos: EncodedPhotos = {};
  for (const [view, file] of Object.entries(files) as [View, string][]) photos[view] = await readFile(file);
  return photos;
}

async function writeResults(folder: string, response: Response): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'response.json'), `${JSON.stringify(response, null, 2)}\n`);
  for (const view of VIEWS) {
    const drawn = response.state ? (response as Partial<typeof response>)[DRAWN[view]] : undefined;
    // A drawing of an earlier run would contradict this answer.
    if (drawn === undefined) await rm(join(folder, `${view}.jpg`), { force: true });
    else await writeFile(join(folder, `${view}.jpg`), Buffer.from(drawn.slice(drawn.indexOf(',') + 1), 'base64'));
  }
}

const withoutDrawings = (response: Response): unknown =>
  Object.fromEntries(Object.entries(response).filter(([name]) => !/^[fsb]origimg$/.test(name)));

function withoutDetails({ details: _details, ...response }: Response): Response {
  return response;
}

async function analyzeOne(engine: EnginePage, command: Command): Promise<boolean> {
  // The table shows the margins, which are in the details; the response has these only where they are wanted.
  const answer = await engine.analyze(await readPhotos(command.photos), { ...command.options, details: true });
  const response = command.options.details === true ? answer : withoutDetails(answer);
  await writeResults(command.out, response);
  if (command.json) console.log(JSON.stringify(withoutDrawings(response), null, 2));
  else if (answer.state) console.log(`${metricsTable(answer)}\n\nWritten to ${command.out}`);
  else console.error(`${String(answer.status)} ${answer.message}`);
  return answer.state;
}

/** The photos of each case folder; folders without any are passed over. */
async function findCases(folder: string): Promise<Map<string, Partial<Record<View, string>>>> {
  const cases = new Map<string, Partial<Record<View, string>>>();
  for (const entry of (await readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (!entry.isDirectory()) continue;
    const found = VIEWS.map((view) => [view, join(folder, entry.name, `${view}.jpg`)] as const).filter(([, file]) => existsSync(file));
    if (found.length > 0) cases.set(entry.name, Object.fromEntries(found));
  }
  return cases;
}

async function analyzeCases(engine: EnginePage, folder: string, command: Command): Promise<boolean> {
  const cases = await findCases(folder);
  if (cases.size === 0) throw new MisuseError(`--cases: no folder in ${folder} holds a front.jpg, side.jpg or back.jpg`);
  let done = 0;
  let refused = 0;
  for (const [name, files] of cases) {
    const response = await engine.analyze(await readPhotos(files), command.options);
    await writeResults(join(command.out, name), response);
    done += 1;
    if (!response.state) refused += 1;
    const outcome = response.state ? 'analysed' : `refused: ${String(response.status)} ${response.message.trim()}`;
    console.error(`${String(done)}/${String(cases.size)} ${basename(name)} ${outcome}`);
  }
  if (command.json) console.log(JSON.stringify({ cases: done, refused }));
  else console.log(`${String(done - refused)} of ${String(done)} cases analysed, ${String(refused)} refused; written to ${command.out}`);
  return refused === 0;
}

async function run(): Promise<number> {
  const command = readCommand();
  ensureBuilt();
  const engine = await openEngine({ model: command.model });
  try {
    const accepted = command.cases === undefined ? await analyzeOne(engine, command) : await analyzeCases(engine, command.cases, command);
    return accepted ? 0 : 1;
  } finally {
    await engine.close();
  }
}

try {
  process.exitCode = await run();
} catch (error) {
  if (error instanceof MisuseError) console.error(`${error.message}\n\n${USAGE}`);
  else console.error(error);
  process.exitCode = error instanceof MisuseError ? 2 : 3;
}
