/**
 * `npm run docs`: writes the API pages from the docblocks of the public entries. With `--check` it writes nothing and
 * fails where a page is not current.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Application, type TypeDocOptions } from 'typedoc';
import type { PluginOptions } from 'typedoc-plugin-markdown';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The pages, by the entry that each is about. `analyze-locally/metrics` is a part of the main one. */
const PAGES = { 'index.ts': 'api.md', 'editing.ts': 'api-editing.md', 'element.ts': 'api-element.md', 'local-api.ts': 'api-local-api.md' } as const;

const TITLES = { 'index.ts': 'analyze-locally', 'editing.ts': 'analyze-locally/editing', 'element.ts': 'analyze-locally/element', 'local-api.ts': 'analyze-locally/local-api' } as const;

type Entry = keyof typeof PAGES;

/** TypeDoc empties the folder that it writes to: never this one. */
async function generate(entry: Entry): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'analyze-locally-'));
  const options: Partial<TypeDocOptions & PluginOptions> = {
    name: TITLES[entry],
    entryPoints: [here(`../src/${entry}`)],
    tsconfig: here('../src/tsconfig.json'),
    plugin: ['typedoc-plugin-markdown'],
    outputs: [{ name: 'markdown', path: folder }],
    readme: 'none',
    disableSources: true,
    hideGenerator: true,
    excludeExternals: true,
    sort: ['kind', 'alphabetical'],
    logLevel: 'Error',
    // One page, members as tables.
    outputFileStrategy: 'modules',
    entryFileName: 'api',
    hideBreadcrumbs: true,
    hidePageHeader: true,
    useHTMLAnchors: false,
    interfacePropertiesFormat: 'table',
    typeAliasPropertiesFormat: 'table',
    parametersFormat: 'table',
  };
  try {
    const app = await Application.bootstrapWithPlugins(options);
    const project = await app.convert();
    if (!project) throw new Error('the docblocks could not be read');
    await app.generateOutputs(project);
    return await readFile(join(folder, 'api.md'), 'utf8');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const isCheck = process.argv.includes('--check');
for (const entry of Object.keys(PAGES) as Entry[]) {
  const file = here(PAGES[entry]);
  const page = await generate(entry);
  if (!isCheck) await writeFile(file, page);
  else if (page !== (await readFile(file, 'utf8').catch(() => ''))) {
    console.error(`docs/${PAGES[entry]} is not current: run \`npm run docs\` and commit it.`);
    process.exitCode = 1;
  }
}
