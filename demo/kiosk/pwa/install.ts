import { signal } from '@preact/signals';

/** Chromium's own; not in the DOM's types. */
interface BeforeInstallPromptEvent extends Event {
  prompt(): Promise<{ readonly outcome: 'accepted' | 'dismissed' }>;
}

const offer = signal<BeforeInstallPromptEvent | undefined>(undefined);

/** `offered`: the browser can be asked to. `byHand`: through its menu, if at all. */
export const installState = signal<'installed' | 'offered' | 'byHand'>('byHand');

/** Listens for the browser's offer. */
export function watchInstall(): void {
  if (matchMedia('(display-mode: standalone), (display-mode: fullscreen)').matches) installState.value = 'installed';
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    offer.value = event as BeforeInstallPromptEvent;
    installState.value = 'offered';
  });
  addEventListener('appinstalled', () => (installState.value = 'installed'));
}

/** Has the browser ask whether the app shall be installed. It can be asked once for each offer. */
export async function install(): Promise<void> {
  const event = offer.value;
  offer.value = undefined;
  installState.value = 'byHand';
  await event?.prompt();
}
