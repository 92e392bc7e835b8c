import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';
import { IN_SERVICE_WORKER, packageFolder } from './licences.js';

const SERVICE_WORKER = 'service-worker.js';

/** Not the app's but the host's, who may change it at any time; and what the app never asks for. */
const NOT_KEPT = ['settings.json', 'bom.cdx.json', SERVICE_WORKER];

/** A file as Workbox wants it told. */
interface PrecachedFile {
  readonly url: string;
  readonly revision: string;
  readonly integrity: string;
}

/** Every file of a folder, the small ones first: what fails early has cost little. */
function filesOf(folder: string): PrecachedFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ url: relative(folder, file).split(sep).join('/'), bytes: readFileSync(file) }))
    .filter(({ url }) => !NOT_KEPT.includes(url))
    .sort((a, b) => a.bytes.length - b.bytes.length || (a.url < b.url ? -1 : 1))
    .map(({ url, bytes }) => {
      const hash = createHash('sha256').update(bytes).digest();
      return { url, revision: hash.toString('hex'), integrity: `sha256-${hash.toString('base64')}` };
    });
}

type Built = Awaited<ReturnType<typeof build>>;

/** @throws Error for a package in the service worker whose licence the app would not show. */
function checkPackages(built: Built): void {
  const parts = [built].flat().flatMap((result) => ('output' in result ? result.output : []));
  const modules = parts.flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []));
  const names = new Set(modules.map((id) => packageFolder(id)?.split('/').at(-1)));
  const strange = [...names].filter((name) => name !== undefined && !IN_SERVICE_WORKER.includes(name));
  if (names.size <= 1 || strange.length > 0) throw new Error(`the service worker is not made of what is known of it: ${strange.join(', ')}`);
}

/** Builds the service worker, which knows every file of the app by its hash, once they are all written. */
export const writeServiceWorker = (): Plugin => ({
  name: 'write-service-worker',
  apply: 'build',
  enforce: 'post',
  async writeBundle({ dir = '' }) {
    const built = await build({
      configFile: false,
      publicDir: false,
      logLevel: 'warn',
      define: { 'process.env.NODE_ENV': '"production"', __PRECACHED_FILES__: JSON.stringify(filesOf(dir)) },
      build: {
        outDir: dir,
        emptyOutDir: false,
        target: 'es2022',
        lib: {
          entry: fileURLToPath(new URL('../pwa/service-worker.ts', import.meta.url)),
          formats: ['iife'],
          name: 'serviceWorker',
          fileName: () => SERVICE_WORKER,
        },
      },
    });
    checkPackages(built);
  },
});
