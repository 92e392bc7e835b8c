/** Puts the built models and the runtime into the package: the last step of `npm run build`. */
import { copyFile, mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { readManifest } from './manifest.js';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const { assets } = await readManifest(here('manifest.json'));
await mkdir(here('../dist/assets/'), { recursive: true });
for (const { file } of assets) await copyFile(here(`build/${file}`), here(`../dist/assets/${file}`));
