import type { CDPSession, Page } from 'playwright-core';

/** What a page and its workers hold after a garbage collection, bytes. */
export interface Memory {
  /** Objects on the JavaScript heaps. */
  readonly jsHeap: number;
  /** WebAssembly memories. */
  readonly wasm: number;
}

/** Reads {@link Memory} of a page. */
export interface MemoryProbe {
  read(): Promise<Memory>;
}

/** Sends a command to a page or to one of its workers. */
type Send = (method: string, parameters?: Readonly<Record<string, unknown>>) => Promise<unknown>;

/**
 * Runs in each page and worker before its own script and notes every WebAssembly memory, made there or exported by a
 * module, without keeping it alive. (`performance.measureUserAgentSpecificMemory` would need cross-origin isolation, which
 * gives runtimes threads that they would not have elsewhere; the debugger's search for objects by prototype never ends
 * where a module runs.)
 */
const NOTE_MEMORIES = `(() => {
  const noted = new Set();
  const seen = new WeakSet();
  const note = (memory) => {
    if (seen.has(memory)) return;
    seen.add(memory);
    noted.add(new WeakRef(memory));
  };
  const noteExports = (instance) => {
    for (const value of Object.values(instance.exports)) if (value instanceof WebAssembly.Memory) note(value);
    return instance;
  };
  const { instantiate, instantiateStreaming, Memory, Instance } = WebAssembly;
  const constructing = (kind, then) => new Proxy(kind, {
    construct: (target, given, made) => {
      const object = Reflect.construct(target, given, made);
      then(object);
      return object;
    },
  });
  WebAssembly.Memory = constructing(Memory, note);
  WebAssembly.Instance = constructing(Instance, noteExports);
  const after = (start) => async (...given) => {
    const result = await start.apply(WebAssembly, given);
    noteExports(result instanceof Instance ? result : result.instance);
    return result;
  };
  WebAssembly.instantiate = after(instantiate);
  WebAssembly.instantiateStreaming = after(instantiateStreaming);
  globalThis.wasmBytes = () => [...noted].reduce((sum, memory) => sum + (memory.deref()?.buffer.byteLength ?? 0), 0);
})()`;

async function readMemory(send: Send): Promise<Memory> {
  await send('HeapProfiler.collectGarbage');
  const { result } = (await send('Runtime.evaluate', { expression: 'wasmBytes()' })) as { readonly result: { readonly value: number } };
  const { usedSize } = (await send('Runtime.getHeapUsage')) as { readonly usedSize: number };
  return { jsHeap: usedSize, wasm: result.value };
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

/** Attaches to a page that is not loaded yet, and to the workers that it will start. */
export async function openMemoryProbe(page: Page): Promise<MemoryProbe> {
  await page.addInitScript({ content: NOTE_MEMORIES });
  const session = await page.context().newCDPSession(page);
  const workers = new Map<string, Send>();
  session.on('Target.attachedToTarget', ({ sessionId }) => {
    const send = workerChannel(session, sessionId);
    workers.set(sessionId, send);
    // A worker waits for this before it runs its script. One that ends meanwhile needs no answer.
    void Promise.all([send('Runtime.evaluate', { expression: NOTE_MEMORIES }), send('Runtime.runIfWaitingForDebugger')]).catch(() => undefined);
  });
  session.on('Target.detachedFromTarget', ({ sessionId }) => workers.delete(sessionId));
  // Flat sessions of workers can't be addressed through Playwright's session of the page.
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: false });
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
