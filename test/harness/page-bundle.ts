import { build, type Rolldown } from 'vite';

/**
 * Bundles a script as a page would take it.
 *
 * @param entry - Its file.
 * @param modules - Source of modules that stand in for imported ones, by name; the rest is bundled as it is.
 */
export async function bundleForPage(entry: string, modules: Readonly<Record<string, string>>): Promise<string> {
  const output = (await build({
    configFile: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'given-modules',
        enforce: 'pre',
        resolveId: (id) => (Object.hasOwn(modules, id) ? `\0${id}` : null),
        load: (id) => modules[id.slice(1)] ?? null,
      },
    ],
    build: { write: false, minify: false, lib: { entry, formats: ['es'] } },
  })) as Rolldown.RolldownOutput[];
  const [chunk] = output[0]?.output ?? [];
  if (!chunk) throw new Error(`${entry} gave no script`);
  return chunk.code;
}
