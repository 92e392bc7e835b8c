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

interface Snapshot {
  readonly snapshot: { readonly meta: { readonly node_fields: readonly string[]; readonly edge_fields: readonly string[]; readonly edge_types: readonly [readonly string[], ...unknown[]] } };
  readonly nodes: readonly number[];
  readonly edges: readonly number[];
  readonly strings: readonly string[];
}

/** A tree of shortest ways from the root over all that holds something: for each node the edge that first led to it. */
function firstEdges({ snapshot: { meta }, nodes, edges }: Snapshot): { readonly holder: Int32Array; readonly edge: Int32Array } {
  const [nodeSize, edgeSize] = [meta.node_fields.length, meta.edge_fields.length];
  const [countField, typeField, toField] = [meta.node_fields.indexOf('edge_count'), meta.edge_fields.indexOf('type'), meta.edge_fields.indexOf('to_node')];
  const weak = meta.edge_types[0].indexOf('weak');
  const count = nodes.length / nodeSize;
  const first = new Int32Array(count + 1);
  for (let node = 0; node < count; node++) first[node + 1] = first[node]! + nodes[node * nodeSize + countField]!;
  const holder = new Int32Array(count).fill(-1);
  const edge = new Int32Array(count).fill(-1);
  const queue = [0];
  for (const node of queue) {
    for (let at = first[node]!; at < first[node + 1]!; at++) {
      const to = edges[at * edgeSize + toField]! / nodeSize;
      if (edges[at * edgeSize + typeField] === weak || to === 0 || holder[to] !== -1) continue;
      [holder[to], edge[to]] = [node, at];
      queue.push(to);
    }
  }
  return { holder, edge };
}

/**
 * What holds the objects of a class: the shortest way from the root of V8's heap to each, for messages of tests.
 *
 * @param most - How many objects are told of.
 */
export async function holdersOf(session: CDPSession, className: string, most = 3): Promise<string[]> {
  const snapshot = JSON.parse(await readHeap(session)) as Snapshot;
  const { snapshot: { meta }, nodes, edges, strings } = snapshot;
  const [nodeSize, edgeSize, nameField] = [meta.node_fields.length, meta.edge_fields.length, meta.node_fields.indexOf('name')];
  const { holder, edge } = firstEdges(snapshot);
  const nameOf = (node: number): string => strings[nodes[node * nodeSize + nameField]!] ?? '';
  const edgeName = (at: number): string => {
    const type = meta.edge_types[0][edges[at * edgeSize + meta.edge_fields.indexOf('type')]!];
    const name = edges[at * edgeSize + meta.edge_fields.indexOf('name_or_index')]!;
    return type === 'element' || type === 'hidden' ? String(name) : (strings[name] ?? '');
  };
  const wayTo = (node: number): string => {
    const way: string[] = [];
    for (let at = node; at > 0; at = holder[at]!) way.unshift(`${edgeName(edge[at]!)}: ${nameOf(at).slice(0, 60)}`);
    return way.join(' → ');
  };
  const ways = [...holder.keys()].filter((node) => holder[node] !== -1 && nameOf(node) === className).map(wayTo);
  // Not what the browser makes objects from.
  return ways.filter((way) => !/FunctionTemplateInfo|instantiations_cache/.test(way)).slice(0, most);
}
