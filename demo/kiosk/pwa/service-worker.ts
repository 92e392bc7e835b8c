import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import type { AloneAnswer, AloneRequest } from './protocol.js';

declare const self: ServiceWorkerGlobalScope;

/** Every file of the app; the build puts them in. */
declare const __PRECACHED_FILES__: readonly { readonly url: string; readonly revision: string; readonly integrity: string }[];

// All files or none: a wrong hash fails the installation, and the version before it stays. A new version waits.
precacheAndRoute([...__PRECACHED_FILES__], { ignoreURLParametersMatching: [/./], directoryIndex: 'index.html', cleanURLs: false });
cleanupOutdatedCaches();

// Not a part of the app but of the place where it stands: asked for each time, and done without where there is no network.
registerRoute(
  ({ url }) => url.href === new URL('settings.json', self.registration.scope).href,
  ({ request }) => fetch(request).catch(() => new Response(null, { status: 204 })),
);

registerRoute(new NavigationRoute(createHandlerBoundToURL('index.html')));

// The page that installs the app can do without a network at once.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

/** Takes over only from a page that is alone: another one would miss the files of the version that it runs. */
async function takeOver(asking: string, reply: MessagePort): Promise<void> {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  // Other pages of the origin are none of this app's windows, and have no say in it.
  const own = windows.filter(({ url }) => url.startsWith(self.registration.scope));
  const isAlone = own.length === 1 && own[0]?.id === asking;
  reply.postMessage({ isAlone } satisfies AloneAnswer);
  if (isAlone) await self.skipWaiting();
}

self.addEventListener('message', (event) => {
  const { type } = (event.data ?? {}) as Partial<AloneRequest>;
  const [reply] = event.ports;
  if (type === 'take-over' && reply && event.source instanceof Client) event.waitUntil(takeOver(event.source.id, reply));
});
