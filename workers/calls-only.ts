import type { Endpoint } from 'comlink';

/** A call as comlink posts it. */
interface CallMessage {
  readonly id: string;
  readonly type: 'APPLY';
  readonly path: readonly [method: string];
  readonly argumentList: readonly { readonly type: 'RAW'; readonly value: unknown }[];
}

const isRaw = (argument: unknown): argument is { readonly value: unknown } =>
  typeof argument === 'object' && argument !== null && 'type' in argument && argument.type === 'RAW' && 'value' in argument;

/** How many arguments each method takes; one that takes any is told of its progress by the last of them. */
export type Methods = Readonly<Record<string, number>>;

/** Whether a message calls one of the methods with as many plain arguments as it takes. */
export function isCall(data: unknown, methods: Methods): data is CallMessage {
  if (typeof data !== 'object' || data === null) return false;
  const { id, type, path, argumentList } = data as Readonly<Record<string, unknown>>;
  if (typeof id !== 'string' || type !== 'APPLY' || !Array.isArray(path) || !Array.isArray(argumentList)) return false;
  const [method] = path as readonly unknown[];
  if (path.length !== 1 || typeof method !== 'string' || !Object.hasOwn(methods, method) || argumentList.length !== methods[method]) return false;
  const last: unknown = argumentList.at(-1);
  return argumentList.every(isRaw) && (argumentList.length === 0 || (isRaw(last) && last.value instanceof MessagePort));
}

/**
 * An endpoint that hears calls of these methods and nothing else. comlink by itself lets whoever posts to it read and set
 * what it likes of an object and its prototypes, run their functions, and end the listening.
 */
export function callsOnly(endpoint: Endpoint, methods: Methods): Endpoint {
  const heard = new Map<unknown, (event: Event) => void>();
  return {
    postMessage: (message: unknown, transfer?: Transferable[]) => endpoint.postMessage(message, transfer),
    addEventListener(type, listener) {
      const hear = (event: Event): void => {
        if (!isCall((event as MessageEvent<unknown>).data, methods)) return;
        if (typeof listener === 'function') listener(event);
        else listener.handleEvent(event);
      };
      heard.set(listener, hear);
      endpoint.addEventListener(type, hear);
    },
    removeEventListener(type, listener) {
      const hear = heard.get(listener);
      if (hear) endpoint.removeEventListener(type, hear);
    },
    ...(endpoint.start && { start: () => endpoint.start?.() }),
  };
}
