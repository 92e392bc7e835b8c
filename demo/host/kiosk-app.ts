import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { DIST, ensureBuilt, newest, ROOT } from './ensure-built.js';
import { serveFrom } from './port.js';
import type { StaticServer } from './server.js';

const KIOSK = join(ROOT, 'demo', 'kiosk');

/** The built app: everything it needs, for any server. */
export const KIOSK_APP = join(KIOSK, 'dist');

function isCurrent(): boolean {
  const page = join(KIOSK_APP, 'index.html');
  if (!existsSync(page)) return false;
  const built = statSync(page).mtimeMs;
  return [KIOSK, join(ROOT, 'demo', 'icon.svg'), join(DIST, 'index.js'), join(DIST, 'pose.worker.js'), join(ROOT, 'vite.config.ts')].every((part) => newest(part) <= built);
}

/** Builds package and app where they are missing or older than their sources. */
export async function ensureKioskBuilt(): Promise<void> {
  ensureBuilt();
  if (isCurrent()) return;
  console.error('Building the kiosk app …');
  await build({ configFile: join(ROOT, 'vite.config.ts'), mode: 'kiosk', logLevel: 'warn' });
}

/** Serves the app alone to this machine, as `/kiosk/`, on a port or the next free one. */
export const serveKiosk = (port = 0): Promise<StaticServer> => serveFrom(port, { mounts: { '/kiosk/': KIOSK_APP } });
