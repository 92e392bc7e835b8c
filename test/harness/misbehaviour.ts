/** What {@link misbehave} uses in a page and in a worker alike, as a watched scope notes it. */
export const MISBEHAVIOUR = ['WebSocket', 'EventSource', 'BroadcastChannel', 'indexedDB.open', 'caches.open', 'cache.put', 'console.warn'];

/** What it uses in a page besides. */
export const MISBEHAVIOUR_IN_PAGES = [...MISBEHAVIOUR, 'RTCPeerConnection', 'navigator.sendBeacon', 'Storage.setItem', 'document.cookie'];

/** Makes a page or worker do what the package must not. Runs in the browser, as text. */
export function misbehave(address: string): void {
  const attempt = (work: () => unknown): void => {
    try {
      void Promise.resolve(work()).catch(() => undefined);
    } catch {
      // Not everything is there in a worker.
    }
  };
  attempt(() => fetch(`http://${address}/fetched`, { method: 'POST', body: 'photo' }));
  attempt(() => fetch(`https://${address}/`));
  attempt(() => new WebSocket(`ws://${address}/socket`));
  attempt(() => new EventSource(`http://${address}/events`));
  attempt(() => new BroadcastChannel('channel').close());
  attempt(() => indexedDB.open('database'));
  attempt(async () => (await caches.open('cache')).put('/entry', new Response('photo')));
  console.warn('noise');
  if (typeof document === 'undefined') return;
  attempt(() => new RTCPeerConnection().close());
  attempt(() => navigator.sendBeacon(`http://${address}/beacon`, 'photo'));
  attempt(() => localStorage.setItem('key', 'value'));
  attempt(() => (document.cookie = 'name=value'));
  attempt(() => {
    const request = new XMLHttpRequest();
    request.open('GET', `http://${address}/xhr`);
    request.send();
  });
  attempt(() => (new Image().src = `http://${address}/image`));
}
