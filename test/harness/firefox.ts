import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import puppeteer, { type Browser } from 'puppeteer-core';
import type { OutsideWorld } from './outside-world.js';

/** Where a Firefox may be installed already. */
const INSTALLED = [
  process.env['FIREFOX'],
  '/usr/bin/firefox-esr',
  '/usr/bin/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
];

const runs = (path: string): boolean =>
  existsSync(path) && (process.platform === 'win32' || spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0);

const installedFirefox = (): string | undefined => INSTALLED.find((path) => path !== undefined && runs(path));

/** Debian's package: the build that Playwright brings is not Firefox as people have it. */
function installFirefox(): void {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  console.error('No Firefox found: installing one.');
  for (const args of [['update', '-qq'], ['install', '-y', '-qq', '--no-install-recommends', 'firefox-esr']]) {
    spawnSync('apt-get', args, { stdio: 'ignore', timeout: 600_000 });
  }
}

/**
 * The program file of a Firefox on this machine; installs one where there is none.
 *
 * @throws Error saying what to do where none can be installed.
 */
function findFirefox(): string {
  const found = installedFirefox() ?? (installFirefox(), installedFirefox());
  if (found !== undefined) return found;
  throw new Error(
    'No Firefox could be found or installed. Install Firefox (on Debian: apt-get install firefox-esr), or set FIREFOX to its program file.',
  );
}

/** What the browser would ask of its makers by itself: a page has no part in it. */
const NOT_BY_ITSELF = {
  'app.normandy.enabled': false,
  'app.update.disabledForTesting': true,
  'browser.newtabpage.enabled': false,
  'browser.region.network.url': '',
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.search.update': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.getAddons.cache.enabled': false,
  'extensions.systemAddon.update.enabled': false,
  'extensions.update.enabled': false,
  'geo.provider.network.url': '',
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
  'toolkit.telemetry.enabled': false,
  'toolkit.telemetry.server': '',
};

/** All traffic that isn't this machine's own goes to the outside world's stand-in. */
function proxied({ proxy }: OutsideWorld) {
  const { hostname, port } = new URL(proxy.server);
  return {
    'network.proxy.type': 1,
    'network.proxy.http': hostname,
    'network.proxy.http_port': Number(port),
    'network.proxy.ssl': hostname,
    'network.proxy.ssl_port': Number(port),
    'network.proxy.no_proxies_on': proxy.bypass,
    'network.trr.mode': 5,
  };
}

/**
 * A headless Firefox that reaches this machine alone.
 *
 * @param preferences - Further settings.
 */
export const launchFirefox = (outside: OutsideWorld, preferences: Readonly<Record<string, unknown>> = {}): Promise<Browser> =>
  puppeteer.launch({
    browser: 'firefox',
    executablePath: findFirefox(),
    headless: true,
    // A released Firefox takes its settings' server from the environment alone.
    env: { ...process.env, MOZ_REMOTE_SETTINGS_DEVTOOLS: '1' },
    extraPrefsFirefox: { ...NOT_BY_ITSELF, ...proxied(outside), ...preferences },
  });
