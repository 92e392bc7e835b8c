import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { BUNDLES } from './consumers.js';
import { npm } from './npm.js';

/** What a page bundles that needs no engine. */
const SCRIPTS = {
  gradeMetric: "import { gradeMetric } from 'analyze-locally';\nglobalThis.onlyOne = gradeMetric('far_tilt', 4);\n",
  metrics: "import * as metrics from 'analyze-locally/metrics';\nglobalThis.onlyOne = metrics;\n",
} as const;

/** In what a page loads of them; other scripts are workers. */
const MARK = 'globalThis.onlyOne';

/** One of {@link SCRIPTS}. */
export type ScriptName = keyof typeof SCRIPTS;

/** Gzipped bytes that a bundle of them may not reach, the bundler's own part included. */
export const BUNDLE_BUDGET = 4096;

/** What a bundler makes of a script. */
export interface Bundle {
  readonly script: ScriptName;
  /** Its JavaScript, gzipped. */
  readonly scriptBytes: number;
  /** Files besides: never loaded by such a page, but deployed with it. */
  readonly others: readonly string[];
}

function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => (statSync(join(folder, name)).isDirectory() ? filesIn(join(folder, name)) : [join(folder, name)]));
}

/** Bundles each script with a consumer's bundler. */
export function bundleScripts(bundle: (script: string) => readonly string[], folder: string): Bundle[] {
  return (Object.keys(SCRIPTS) as ScriptName[]).map((script) => {
    const name = `only-${script}`;
    writeFileSync(join(folder, `${name}.js`), SCRIPTS[script]);
    // Vite bundles no script without being told so.
    writeFileSync(join(folder, `${name}.config.js`), `export default { build: { rollupOptions: { input: '${name}.js' } } };\n`);
    rmSync(join(folder, BUNDLES), { recursive: true, force: true });
    npm(['exec', '--', ...bundle(`${name}.js`)], folder);
    const files = filesIn(join(folder, BUNDLES));
    const own = files.filter((file) => file.endsWith('.js') && readFileSync(file, 'utf8').includes(MARK));
    return {
      script,
      scriptBytes: own.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0),
      others: files.filter((file) => !own.includes(file) && !file.endsWith('.html')).map((file) => file.slice(join(folder, BUNDLES).length + 1)),
    };
  });
}
