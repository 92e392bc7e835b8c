import type { CDPSession, Page } from 'playwright-core';

/** What a page and its workers hold after a garbage collection, bytes. */
export interface Memory {
  /** Objects on the JavaScript heaps. */
  readonly jsHeap: number;
  /** WebAssembly memories. */
  readonly wasm: number;
}

/** Sends a command to a page or to one of its workers. */
type Send = (method: string, parameters?: Readonly<Record<string, unknown>>) => Promise<unknown>;

/** Reads {@link Memory} of a page. */
export interface MemoryProbe {
  read(): Promise<Memory>;
}

interface Remote {
  readonly result: { readonly objectId: string; readonly value?: number };
}

/**
 * The memories are looked up as the objects that they are, on the heap: nothing has to be hooked before a page or worker
 * starts, and what a contender has let go of is not counted.
 */
async function readWasm(send: Send): Promise<number> {
  const objectGroup = 'memory';
  const { result: prototype } = (await send('Runtime.evaluate', { expression: 'WebAssembly.Memory.prototype', objectGroup })) as Remote;
  const { objects } = (await send('Runtime.queryObjects', { prototypeObjectId: prototype.objectId, objectGroup })) as {
    readonly objects: { readonly objectId: string };
  };
  const { result } = (await send('Runtime.callFunctionOn', {
    objectId: objects.objectId,
    functionDeclaration: 'function () { return this.reduce((sum, memory) => sum + memory.buffer.byteLength, 0); }',
    returnByValue: true,
  })) as Remote;
  await send('Runtime.releaseObjectGroup', { objectGroup });
  return result.value ?? 0;
}

async function readMemory(send: Send): Promise<Memory> {
  const wasm = await readWasm(send);
  await send('HeapProfiler.collectGarbage');
  const { usedSize } = (await send('Runtime.getHeapUsage')) as { readonly usedSize: number };
  return { jsHeap: usedSize, wasm };
}

/** A worker's channel within the page's session. */
function workerChannel(session: CDPSession, sessionId: string): Send {
  let last = 0;
  return (method, params = {}) =>
    new Promise((resolve, reject) => {
      const id = (last += 1);
      const listen = ({ sessionId: from, message }: { readonly sessionId: string; readonly message: string }): void => {
        const reply = JSON.parse(message) as { readonly id?: number; readonly result?: unknown; readonly error?: { readonly message: string } };
        if (from !== sessionId || reply.id !== id) return;
        session.off('Target.receivedMessageFromTarget', listen);
        if (reply.error) reject(new Error(`${method}: ${reply.error.message}`));
        else resolve(reply.result);
      };
      session.on('Target.receivedMessageFromTarget', listen);
      session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method, params }) }).catch(reject);
    });
}

/** Attaches to a page and its workers, the later ones too. */
export async function openMemoryProbe(page: Page): Promise<MemoryProbe> {
  const session = await page.context().newCDPSession(page);
  const workers = new Map<string, Send>();
  session.on('Target.attachedToTarget', ({ sessionId }) => workers.set(sessionId, workerChannel(session, sessionId)));
  session.on('Target.detachedFromTarget', ({ sessionId }) => workers.delete(sessionId));
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  const ofPage: Send = (method, parameters) => session.send(method as 'Runtime.evaluate', parameters as unknown as { expression: string });
  return {
    async read() {
      const parts = await Promise.all([ofPage, ...workers.values()].map(readMemory));
      return {
        jsHeap: parts.reduce((sum, { jsHeap }) => sum + jsHeap, 0),
        wasm: parts.reduce((sum, { wasm }) => sum + wasm, 0),
      };
    },
  };
}
