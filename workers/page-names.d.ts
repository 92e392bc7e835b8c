// What `src/` names of a page, so that it can be checked as part of a worker, where there is none of it.

interface HTMLImageElement extends ImageBitmap {
  decode(): Promise<void>;
}

type HTMLCanvasElement = OffscreenCanvas;

declare const document: { readonly baseURI: string; createElement(name: 'canvas'): HTMLCanvasElement } | undefined;
