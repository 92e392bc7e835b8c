import { effect, signal, untracked } from '@preact/signals';
import { isKiosk, settings } from '../kiosk/settings.js';
import { base64OfBytes, bytesOfBase64 } from './base64.js';
import { importKey, newKeyBytes, seal, unseal } from './draft-cipher.js';
import { restoreVisit, visitParts, type DraftPart } from './draft-parts.js';
import { deleteBegunBefore, deleteParts, hasDatabase, readParts, writeParts, type SealedParts } from './draft-store.js';
import { dropTicket, isYoungerThan, readTicket, writeTicket, type Ticket } from './draft-ticket.js';
import { isVisitOpen, photos } from './session.js';
import { onWipe } from './wipe.js';

const PERSONAL_LIMIT = 12 * 3600_000;
/** How often the tab notes that it lives, milliseconds. */
const HEARTBEAT = 5_000;
/** How long changes other than photos wait for more of them, milliseconds. */
const SETTLED_AFTER = 400;
/** How long the tab that is being reloaded may hold on to the draft, milliseconds. */
const RELEASED_WITHIN = 1_500;

/** The draft that this tab writes. */
interface Draft {
  readonly ticket: Ticket;
  readonly key: CryptoKey;
  /** The sources of the parts as they were last written. */
  written: ReadonlyMap<string, unknown>;
  readonly release: () => void;
}

/** The visit came from a draft; until it is read or another screen is shown. */
export const wasRestored = signal(false);

let draft: Draft | undefined;
/** Photos are kept only here: a reload would lose them. */
let isAtRisk = false;
/** Writes come one after the other, and a removal after those before it. */
let queue: Promise<unknown> = Promise.resolve();

const lockOf = (id: string): string => `posture-draft-${id}`;

/**
 * Holds a draft for this tab alone: a duplicated tab has the same ticket.
 *
 * @returns Lets go of it.
 * @throws DOMException where another tab holds it.
 */
function hold(id: string): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const held = (): Promise<void> => new Promise((release) => resolve(release));
    navigator.locks.request(lockOf(id), { signal: AbortSignal.timeout(RELEASED_WITHIN) }, held).catch(reject);
  });
}

async function begin(): Promise<Draft> {
  const bytes = newKeyBytes();
  const id = `${Date.now().toString(36)}-${base64OfBytes(newKeyBytes())}`;
  const ticket = { id, key: base64OfBytes(bytes), seenAt: Date.now() };
  const key = await importKey(bytes);
  writeTicket(ticket);
  return { ticket, key, release: await hold(id), written: new Map() };
}

const placeOf = (part: string, { ticket }: Draft): string => `${ticket.id}/${part}`;

const sourcesOf = (parts: ReadonlyMap<string, DraftPart>): Map<string, unknown> =>
  new Map([...parts].map(([name, { source }]) => [name, source]));

async function sealAll(parts: readonly (readonly [string, DraftPart])[], into: Draft): Promise<SealedParts> {
  const sealed = parts.map(async ([name, part]) => [name, await seal(into.key, placeOf(name, into), await part.bytes())] as const);
  return new Map(await Promise.all(sealed));
}

/** Writes what has changed since the last time. */
async function write(): Promise<void> {
  if (!isVisitOpen.value) return;
  const parts = visitParts();
  const into = (draft ??= await begin());
  const changed = [...parts].filter(([name, { source }]) => into.written.get(name) !== source);
  const removed = [...into.written.keys()].filter((name) => !parts.has(name));
  if (changed.length + removed.length === 0) return;
  await writeParts(into.ticket.id, await sealAll(changed, into), removed);
  into.written = sourcesOf(parts);
}

function writeNow(): void {
  queue = queue.then(async () => {
    const before = photos.value;
    await write();
    if (photos.value === before) isAtRisk = false;
  }).catch(() => (isAtRisk = true));
}

/** Removes the draft and its key. */
async function forget(): Promise<void> {
  dropTicket();
  isAtRisk = false;
  wasRestored.value = false;
  // One may just be begun.
  queue = queue.then(async () => {
    const old = draft;
    draft = undefined;
    dropTicket();
    if (old) await deleteParts(old.ticket.id).finally(old.release);
  }).catch(() => undefined);
  await queue;
}

function noteLife(): void {
  if (!draft) return;
  try {
    writeTicket({ ...draft.ticket, seenAt: Date.now() });
  } catch {
    isAtRisk = true;
  }
}

/** How old a visit may be that is taken up again: a kiosk forgets it as if nobody had touched the screen. */
const limit = (): number => (isKiosk.value ? settings.value.idleSeconds * 1000 : PERSONAL_LIMIT);

async function unsealAll(from: Draft): Promise<Map<string, ArrayBuffer>> {
  const sealed = await readParts(from.ticket.id);
  const opened = [...sealed].map(async ([name, bytes]) => [name, await unseal(from.key, placeOf(name, from), bytes)] as const);
  return new Map(await Promise.all(opened));
}

/** @returns Whether the visit of a ticket could be taken up. */
async function openDraft(ticket: Ticket): Promise<boolean> {
  if (!isYoungerThan(limit(), ticket)) return false;
  const key = await importKey(bytesOfBase64(ticket.key));
  const found: Draft = { ticket, key, release: await hold(ticket.id), written: new Map() };
  const isWhole = await unsealAll(found).then(restoreVisit, () => false);
  if (!isWhole) {
    found.release();
    return false;
  }
  found.written = sourcesOf(visitParts());
  draft = found;
  return true;
}

/** Takes up the visit that a reload or a crash of this tab has ended. Resolves at once where there was none. */
export async function restoreDraft(): Promise<void> {
  const ticket = readTicket();
  if (!ticket) return;
  const isOpen = await openDraft(ticket).catch((error: unknown) => {
    // Another tab has it, and goes on with it.
    if (error instanceof DOMException && error.name === 'TimeoutError') dropTicket();
    return false;
  });
  wasRestored.value = isOpen;
  if (isOpen || !readTicket()) return;
  dropTicket();
  await deleteParts(ticket.id).catch(() => undefined);
}

/** Removes drafts whose tabs are closed: their keys are gone, and nobody can open them any more. */
async function dropOrphans(): Promise<void> {
  if (!(await hasDatabase())) return;
  const { held = [] } = await navigator.locks.query();
  await deleteBegunBefore(Date.now() - PERSONAL_LIMIT, (id) => held.some(({ name }) => name === lockOf(id)));
}

/** Keeps the visit in progress on this device, so that a reload or a crash loses nothing: encrypted under a key that dies with the tab. */
export function keepDraft(): void {
  let settling: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    if (!isVisitOpen.value) return void untracked(forget);
    isAtRisk = photos.value !== undefined;
    untracked(writeNow);
  });
  effect(() => {
    visitParts();
    clearTimeout(settling);
    settling = setTimeout(writeNow, SETTLED_AFTER);
  });
  onWipe(forget);
  setInterval(noteLife, HEARTBEAT);
  addEventListener('pagehide', noteLife);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && writeNow());
  addEventListener('beforeunload', (event) => {
    if (isAtRisk && isVisitOpen.value && !isKiosk.value) event.preventDefault();
  });
  void dropOrphans().catch(() => undefined);
}
