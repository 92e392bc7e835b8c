/** What a page or worker has made and not let go of. */
export interface Held {
  /** Started and not terminated. */
  readonly workers: number;
  /** With pixels, neither closed nor transferred. */
  readonly bitmaps: number;
  /** Made by a script and not collected. */
  readonly canvases: number;
  /** Not revoked. */
  readonly urls: number;
}

/** What {@link watchHeld} puts into a scope. */
export interface HeldScope {
  readonly held: () => Held;
}

/**
 * Counts, from now on, what a page or worker makes and must let go of. What is freed by collection counts until then.
 * Runs in the browser, as text.
 */
export function watchHeld(): void {
  const scope = globalThis as unknown as Record<string, unknown>;
  const urls = new Set<string>();
  const workers = new Set<Worker>();
  const bitmaps = new Set<WeakRef<ImageBitmap>>();
  const canvases = new Set<WeakRef<object>>();

  const made = <Value extends object>(name: string, note: (value: Value) => void): void => {
    const usual = scope[name];
    if (typeof usual !== 'function') return;
    scope[name] = new Proxy(usual, {
      construct(target, given, as) {
        const value = Reflect.construct(target, given, as) as Value;
        note(value);
        return value;
      },
    });
  };
  made<Worker>('Worker', (worker) => {
    workers.add(worker);
    const end = worker.terminate.bind(worker);
    worker.terminate = () => {
      workers.delete(worker);
      end();
    };
  });
  made('OffscreenCanvas', (canvas) => canvases.add(new WeakRef(canvas)));
  if (typeof document !== 'undefined') {
    const create = document.createElement.bind(document);
    document.createElement = (name: string, options?: ElementCreationOptions) => {
      const element: HTMLElement = create(name, options);
      if (element instanceof HTMLCanvasElement) canvases.add(new WeakRef(element));
      return element;
    };
  }

  const usualBitmap = createImageBitmap as (...given: unknown[]) => Promise<ImageBitmap>;
  scope['createImageBitmap'] = async (...given: unknown[]) => {
    const bitmap = await usualBitmap(...given);
    bitmaps.add(new WeakRef(bitmap));
    return bitmap;
  };
  const noteIn = (value: unknown, depth = 0): void => {
    if (value instanceof ImageBitmap) bitmaps.add(new WeakRef(value));
    else if (typeof value === 'object' && value !== null && depth < 6 && !ArrayBuffer.isView(value)) {
      for (const part of Object.values(value)) noteIn(part, depth + 1);
    }
  };
  addEventListener('message', ({ data }: MessageEvent<unknown>) => noteIn(data));

  const createObjectURL = URL.createObjectURL.bind(URL);
  const revokeObjectURL = URL.revokeObjectURL.bind(URL);
  URL.createObjectURL = (object) => {
    const url = createObjectURL(object);
    urls.add(url);
    return url;
  };
  URL.revokeObjectURL = (url) => {
    urls.delete(url);
    revokeObjectURL(url);
  };

  const alive = <Value extends object>(refs: ReadonlySet<WeakRef<Value>>): Value[] => [...refs].flatMap((ref) => ref.deref() ?? []);
  scope['held'] = (): Held => ({
    workers: workers.size,
    bitmaps: alive(bitmaps).filter(({ width }) => width > 0).length,
    canvases: alive(canvases).length,
    urls: urls.size,
  });
}
