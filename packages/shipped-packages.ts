import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Modules that the build tools add of their own, by how their names begin. They are of the tool's package. */
const OF_TOOLS: readonly (readonly [prefix: string, tool: string])[] = [
  ['\0vite/', 'vite'],
  ['\0rolldown/', 'rolldown'],
];

/** What packages bring inside their own files, which no module graph shows. Without a version: not from npm. */
const INSIDE: Readonly<Record<string, readonly string[]>> = {
  '@litertjs/core': ['emscripten'],
  '@mediapipe/tasks-vision': ['emscripten'],
  'onnxruntime-web': ['emscripten', 'onnxruntime-common'],
};

interface Description {
  readonly name: string;
  readonly version: string;
}

/** The name of the package that a module is of; undefined for this project's own. */
function packageOfModule(id: string): string | undefined {
  const tool = OF_TOOLS.find(([prefix]) => id.startsWith(prefix));
  // The last one: packages bring packages.
  return tool ? tool[1] : /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id.replaceAll('\\', '/'))?.[1];
}

/** The folder of that package: the module's own, else the one that this project installs. */
function folderOf(id: string, name: string, root: string): string {
  const path = id.replaceAll('\\', '/');
  const end = path.lastIndexOf(`/node_modules/${name}`);
  const own = end < 0 ? '' : path.slice(0, end + `/node_modules/${name}`.length);
  return existsSync(join(own, 'package.json')) && own !== '' ? own : join(root, 'node_modules', name);
}

function described(folder: string): string {
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Description;
  return `${name}@${version}`;
}

/** `NAME@VERSION` of a package that this project installs, or the name alone of what does not come from npm. */
export function installed(name: string, root: string): string {
  const folder = join(root, 'node_modules', name);
  return existsSync(folder) ? described(folder) : name;
}

/**
 * The third-party packages that a script is made of.
 *
 * @param modules - Names of its modules, as the bundler tells them.
 * @param root - The project's folder.
 * @returns `NAME@VERSION` of each, in order.
 */
export function packagesOf(modules: readonly string[], root: string): readonly string[] {
  const found = new Set<string>();
  for (const id of modules) {
    const name = packageOfModule(id);
    if (name === undefined) continue;
    found.add(described(folderOf(id, name, root)));
    for (const inner of INSIDE[name] ?? []) found.add(installed(inner, root));
  }
  return [...found].sort();
}
