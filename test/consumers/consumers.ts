/** A project as a user of the package would write it, in the folder of its name. */
export interface Consumer {
  readonly name: string;
  /** The folder that its build leaves the page in. */
  readonly output: string;
  /** Its dev server, or why there is none. */
  readonly dev: DevServer | string;
  /** What a build for a folder of the site is told; nothing where any build runs anywhere. */
  readonly subPath?: { readonly args?: readonly string[]; readonly env?: Readonly<Record<string, string>> };
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

const vite = { output: 'dist', dev: viteServer, subPath: { args: ['--base', SUB_PATH] } } as const;

/** All of them. */
export const CONSUMERS: readonly Consumer[] = [
  { name: 'vite', ...vite },
  {
    name: 'webpack',
    output: 'dist',
    dev: { args: (port) => ['--host', '127.0.0.1', '--port', String(port)], files: 'public' },
  },
  { name: 'rollup', output: 'dist', dev: 'Rollup has no dev server' },
  {
    name: 'parcel',
    output: 'dist',
    dev: { args: (port) => ['--host', '127.0.0.1', '--port', String(port)], files: 'dist' },
    subPath: { args: ['--public-url', SUB_PATH] },
  },
  {
    name: 'next',
    output: 'out',
    dev: { args: (port) => ['--hostname', '127.0.0.1', '--port', String(port)], files: 'public' },
    subPath: { env: { BASE_PATH: SUB_PATH.slice(0, -1) } },
  },
  {
    name: 'esbuild',
    output: 'public',
    dev: { args: (port) => [`--serve=127.0.0.1:${port}`], files: 'public' },
  },
  { name: 'plain', output: 'public', dev: 'there is nothing to build: any server shows the page' },
  { name: 'react', ...vite },
  { name: 'vue', ...vite },
];
