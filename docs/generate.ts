/**
 * `npm run docs`: writes `docs/api.md` from the docblocks of the public entry. With `--check` it writes nothing and
 * fails where the page is not current.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Application, type TypeDocOptions } from 'typedoc';
import type { PluginOptions } from 'typedoc-plugin-markdown';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const PAGE = here('api.md');

/** TypeDoc empties the folder that it writes to: never this one. */
async function generate(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'analyze-locally-'));
  const options: Partial<TypeDocOptions & PluginOptions> = {
    name: 'analyze-locally',
    entryPoints: [here('../src/index.ts')],
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

const page = await generate();
if (!process.argv.includes('--check')) await writeFile(PAGE, page);
else if (page !== (await readFile(PAGE, 'utf8').catch(() => ''))) {
  console.error('docs/api.md is not current: run `npm run docs` and commit it.');
  process.exitCode = 1;
}
