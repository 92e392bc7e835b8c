import type { CDPSession } from 'playwright-core';

/** What holds pictures of a person, or makes them. */
export const PICTURE_HOLDERS = ['Blob', 'ImageBitmap', 'ImageData', 'HTMLImageElement', 'HTMLCanvasElement', 'OffscreenCanvas', 'MediaStream', 'Worker'] as const;

/** Handles of objects, released together. */
const GROUP = 'heap';

/** The live objects of a class, after garbage has been collected, as one array of the page. */
async function objectsOf(session: CDPSession, className: string): Promise<string> {
  const { result } = await session.send('Runtime.evaluate', { expression: `${className}.prototype`, objectGroup: GROUP });
  const { objects } = await session.send('Runtime.queryObjects', { prototypeObjectId: result.objectId ?? '', objectGroup: GROUP });
  return objects.objectId ?? '';
}

/**
 * What a function finds among the live objects of a class that the page has, reachable from it or kept by the browser for it.
 *
 * @param find - JavaScript of a function of `this`, the objects.
 */
export async function findAmong<Found>(session: CDPSession, className: string, find: string): Promise<Found> {
  const objectId = await objectsOf(session, className);
  const { result } = await session.send('Runtime.callFunctionOn', { objectId, functionDeclaration: find, returnByValue: true });
  await session.send('Runtime.releaseObjectGroup', { objectGroup: GROUP });
  return result.value as Found;
}

/** A class that extends another has a prototype that counts as an object of it: `File.prototype` among Blobs. */
const COUNT_ALL_BUT_PROTOTYPES = 'function () { return this.filter((object) => object.constructor?.prototype !== object).length; }';

/** How many objects of each class live. */
export async function countLive(session: CDPSession, classes: readonly string[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of classes) counts[name] = await findAmong<number>(session, name, COUNT_ALL_BUT_PROTOTYPES);
  return counts;
}

/** Everything that V8's heap holds, as a text that has each string once. */
export async function readHeap(session: CDPSession): Promise<string> {
  const chunks: string[] = [];
  const take = ({ chunk }: { readonly chunk: string }): void => void chunks.push(chunk);
  session.on('HeapProfiler.addHeapSnapshotChunk', take);
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  session.off('HeapProfiler.addHeapSnapshotChunk', take);
  return chunks.join('');
}
