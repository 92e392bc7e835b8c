import { signal } from '@preact/signals';
import { readStored, store } from './device-storage.js';
import { canKeepPin, loadPin, pinSource, removePin, setPin } from './pin.js';
import { readAddress, readSettings, readSettingsFile, type ReadSettings, type SettingProblem } from './read-settings.js';
import { given, isKiosk, setGiven, type GivenSettings, type SettingSource } from './settings.js';

/** What was not taken over, for the settings screen. */
export const settingProblems = signal<readonly SettingProblem[]>([]);

/** The browser keeps no settings: private mode, or storage is blocked. */
export const isForgetful = signal(false);

function noteProblems(source: SettingSource, problems: readonly SettingProblem[]): void {
  settingProblems.value = [...settingProblems.value.filter((problem) => problem.source !== source), ...problems];
}

const addProblem = (problem: SettingProblem): void => noteProblems(problem.source, [...settingProblems.value.filter(({ source }) => source === problem.source), problem]);

/** A PIN from outside: one that was set on the device is stronger, one from the address stronger than the file's. */
async function adoptPin(pin: string, from: 'address' | 'file'): Promise<void> {
  if (pinSource.value === 'device' || (from === 'file' && pinSource.value === 'address')) {
    addProblem({ source: from, field: 'pinKept', found: '' });
  } else if (canKeepPin()) {
    await setPin(pin, from);
  } else {
    addProblem({ source: from, field: 'pinInsecure', found: '' });
  }
}

/** One after the other: hashing takes a while, and the weaker source's PIN must not be the last to be done. */
let adopted: Promise<void> = Promise.resolve();

function adopt(source: 'address' | 'file' | 'device', { values, pin, problems }: ReadSettings): void {
  setGiven(source, values);
  noteProblems(source, problems);
  if (pin !== undefined && source !== 'device') adopted = adopted.then(() => adoptPin(pin, source));
}

/** A PIN in the address bar could be read over a shoulder, and stays in the browser's history. */
function hidePin(): void {
  const address = new URL(location.href);
  if (!address.searchParams.has('pin')) return;
  address.searchParams.delete('pin');
  history.replaceState(history.state, '', address);
}

/** The file beside the page. What it said last time holds until it is there, and without a network. */
async function loadFile(): Promise<void> {
  const response = await fetch('./settings.json', { cache: 'no-cache' }).catch(() => undefined);
  if (!response || response.status !== 200) return;
  const read = readSettingsFile(await response.text(), 'file');
  // One that can't be read as a whole takes no stand out of its kiosk mode.
  if (read.problems.some(({ field }) => field === 'file')) {
    noteProblems('file', read.problems);
    return;
  }
  adopt('file', read);
  store('settings-file', read.values);
  if (read.pin === undefined && pinSource.value === 'file') removePin();
}

/** Puts the settings in force: the device's and the address's at once, the file's when it is there. */
export function loadSettings(): void {
  loadPin();
  const kept = readStored('settings');
  if (kept !== undefined) adopt('device', readSettings(kept, 'device'));
  const file = readStored('settings-file');
  if (file !== undefined) setGiven('file', readSettings(file, 'file').values);
  adopt('address', readAddress(new URLSearchParams(location.search)));
  hidePin();
  void loadFile();
}

/** Without the names that another source is to have the word about. */
const without = (values: GivenSettings, names: readonly string[]): GivenSettings =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));

/**
 * Sets something on the device, for good. What the address says about it holds again with the next start.
 *
 * @param changes - `undefined` for what nobody shall have set here.
 */
export function changeSettings(changes: { readonly [Name in keyof GivenSettings]: GivenSettings[Name] | undefined }): void {
  const names = Object.keys(changes);
  const set = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const { device, address, visit } = given.value;
  const next = { ...without(device, names), ...set };
  given.value = { ...given.value, device: next, address: without(address, names), visit: without(visit, names) };
  isForgetful.value = !store('settings', next);
}

/** What somebody prefers who passes by: on a kiosk it ends with the visit. */
export function preferSettings(changes: Pick<GivenSettings, 'language' | 'theme' | 'guidance' | 'camera'>): void {
  if (isKiosk.value) setGiven('visit', { ...given.value.visit, ...changes });
  else changeSettings(changes);
}

/** Takes over a settings file that somebody chose, in place of what the device had. */
export async function importSettings(text: string): Promise<void> {
  const { values, pin, problems } = readSettingsFile(text, 'device');
  noteProblems('device', problems);
  if (problems.some(({ field }) => field === 'file')) return;
  given.value = { ...given.value, device: values, address: {}, visit: {} };
  isForgetful.value = !store('settings', values);
  if (pin === undefined) return;
  if (canKeepPin()) await setPin(pin, 'device');
  else addProblem({ source: 'device', field: 'pinInsecure', found: '' });
}

