/** A project as a user of the package would write it, in the folder of its name. */
export interface Consumer {
  readonly name: string;
  /** The folder that its build leaves the page in. */
  readonly output: string;
  /** Its dev server, or why there is none. */
  readonly dev: DevServer | string;
  /** What a build for a folder of the site is told; nothing where any build runs anywhere. */
  readonly subPath?: { readonly args?: readonly string[]; readonly env?: Readonly<Record<string, string>> };
  /** Names of the buttons that lead to an answer. */
  readonly buttons: readonly string[];
  /** The file that calls the package, or why companion packages are not tried. */
  readonly companions: { readonly file: string } | string;
  /** Bundles one script of the project into {@link BUNDLES}, as arguments of `npm exec`. */
  readonly bundle?: (script: string) => readonly string[];
}

/** What `npm run dev` is told. */
export interface DevServer {
  readonly args: (port: number) => readonly string[];
  /** The folder whose files it serves as they are. */
  readonly files: string;
}

/** Where the page is in the column "sub-path". */
export const SUB_PATH = '/some/deep/path/';

/** The folder that {@link Consumer.bundle} writes to. */
export const BUNDLES = 'bundles';

/** Of a page that analyses on its own, and of one with the element. */
const [ALONE, WITH_ELEMENT] = [['Analyse'], ['Samples', 'Analyse']];

const SAME_AS_VITE = 'it is built by Vite, which is tried above';

const COPIES = '`copy-assets` copies what they have';

const vite = {
  output: 'dist',
  dev: { args: (port: number) => ['--host', '127.0.0.1', '--port', String(port), '--strictPort'], files: 'public' },
  subPath: { args: ['--base', SUB_PATH] },
} as const;

/** All of them. */
export const CONSUMERS: readonly Consumer[] = [
  {
    name: 'vite',
    ...vite,
    buttons: ALONE,
    companions: { file: 'main.js' },
    bundle: (script) => ['vite', 'build', '--outDir', BUNDLES, '--config', script.replace(/\.js$/, '.config.js')],
  },
  {
    name: 'webpack',
    output: 'dist',
    dev: { args: (port) => ['--host', '127.0.0.1', '--port', String(port)], files: 'public' },
    buttons: ALONE,
    companions: { file: 'main.js' },
    bundle: (script) => ['webpack', '--mode', 'production', '--entry-reset', '--entry', `./${script}`, '--output-path', BUNDLES],
  },
  {
    name: 'rollup',
    output: 'dist',
    dev: 'Rollup has no dev server',
    buttons: ALONE,
    companions: { file: 'main.js' },
    bundle: (script) => ['rollup', script, '--plugin', '@rollup/plugin-node-resolve', '--dir', BUNDLES],
  },
  {
    name: 'parcel',
    output: 'dist',
    dev: { args: (port) => ['--host', '127.0.0.1', '--port', String(port)], files: 'dist' },
    subPath: { args: ['--public-url', SUB_PATH] },
    buttons: ALONE,
    companions: { file: 'main.js' },
    bundle: (script) => ['parcel', 'build', script, '--dist-dir', BUNDLES, '--no-source-maps'],
  },
  {
    name: 'next',
    output: 'out',
    dev: { args: (port) => ['--hostname', '127.0.0.1', '--port', String(port)], files: 'public' },
    subPath: { env: { BASE_PATH: SUB_PATH.slice(0, -1) } },
    buttons: ALONE,
    companions: { file: 'pages/index.js' },
  },
  {
    name: 'esbuild',
    output: 'public',
    dev: { args: (port) => [`--serve=127.0.0.1:${port}`], files: 'public' },
    buttons: ALONE,
    companions: COPIES,
    bundle: (script) => ['esbuild', script, '--bundle', '--minify', '--format=esm', `--outdir=${BUNDLES}`],
  },
  { name: 'plain', output: 'public', dev: 'there is nothing to build: any server shows the page', buttons: ALONE, companions: COPIES },
  { name: 'react', ...vite, buttons: WITH_ELEMENT, companions: SAME_AS_VITE },
  { name: 'vue', ...vite, buttons: WITH_ELEMENT, companions: SAME_AS_VITE },
];
