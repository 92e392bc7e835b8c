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
}

/** What `npm run dev` is told. */
export interface DevServer {
  readonly args: (port: number) => readonly string[];
  /** The folder whose files it serves as they are. */
  readonly files: string;
}

/** Where the page is in the column "sub-path". */
export const SUB_PATH = '/some/deep/path/';

const viteServer: DevServer = {
  args: (port) => ['--host', '127.0.0.1', '--port', String(port), '--strictPort'],
  files: 'public',
};

/** Of a page that analyses on its own, and of one with the element. */
const [ALONE, WITH_ELEMENT] = [['Analyse'], ['Samples', 'Analyse']];

const vite = { output: 'dist', dev: viteServer, subPath: { args: ['--base', SUB_PATH] } } as const;

/** All of them. */
export const CONSUMERS: readonly Consumer[] = [
  { name: 'vite', ...vite, buttons: ALONE },
  {
    name: 'webpack', buttons: ALONE,
    output: 'dist',
    dev: { args: (port) => ['--host', '127.0.0.1', '--port', String(port)], files: 'public' },
  },
  { name: 'rollup', buttons: ALONE, output: 'dist', dev: 'Rollup has no dev server' },
  {
    name: 'parcel', buttons: ALONE,
    output: 'dist',
    dev: { args: (port) => ['--host', '127.0.0.1', '--port', String(port)], files: 'dist' },
    subPath: { args: ['--public-url', SUB_PATH] },
  },
  {
    name: 'next', buttons: ALONE,
    output: 'out',
    dev: { args: (port) => ['--hostname', '127.0.0.1', '--port', String(port)], files: 'public' },
    subPath: { env: { BASE_PATH: SUB_PATH.slice(0, -1) } },
  },
  {
    name: 'esbuild', buttons: ALONE,
    output: 'public',
    dev: { args: (port) => [`--serve=127.0.0.1:${port}`], files: 'public' },
  },
  { name: 'plain', buttons: ALONE, output: 'public', dev: 'there is nothing to build: any server shows the page' },
  { name: 'react', ...vite, buttons: WITH_ELEMENT },
  { name: 'vue', ...vite, buttons: WITH_ELEMENT },
];
