import { signal } from '@preact/signals';

/**
 * Whether the app works without a network: `unsupported` on plain http and in browsers without service workers, `failed`
 * where not every file could be kept.
 */
export type OfflineState = 'unsupported' | 'preparing' | 'ready' | 'failed';

export const offlineState = signal<OfflineState>('preparing');

/** The new version, installed and waiting. */
export const waitingVersion = signal<ServiceWorker | undefined>(undefined);

/** How often a page that stays open asks for a new version, milliseconds. */
const CHECK_EVERY = 3_600_000;

function follow(worker: ServiceWorker, registration: ServiceWorkerRegistration): void {
  worker.addEventListener('statechange', () => {
    if (worker.state === 'installed' && registration.active) waitingVersion.value = worker;
    if (worker.state === 'activated') offlineState.value = 'ready';
    if (worker.state !== 'redundant') return;
    if (waitingVersion.value === worker) waitingVersion.value = undefined;
    if (!registration.active) offlineState.value = 'failed';
  });
}

async function register(): Promise<void> {
  const registration = await navigator.serviceWorker.register('./service-worker.js', { updateViaCache: 'none' });
  if (registration.active) offlineState.value = 'ready';
  if (registration.active && registration.waiting) waitingVersion.value = registration.waiting;
  if (registration.installing) follow(registration.installing, registration);
  registration.addEventListener('updatefound', () => registration.installing && follow(registration.installing, registration));
  // Fails without a network, which is no news.
  setInterval(() => void registration.update().catch(() => undefined), CHECK_EVERY);
}

/** Has the app's files kept on the device. Where that can't be, the app works as long as its server does. */
export async function keepOffline(): Promise<void> {
  // Typed as always there; it is missing on plain http.
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  if (!container) return void (offlineState.value = 'unsupported');
  await register().catch(async () => {
    offlineState.value = (await container.getRegistration())?.active ? 'ready' : 'failed';
  });
}
