import { render } from 'preact';
import { App } from './app.js';
import { applySettings } from './kiosk/apply-settings.js';
import { startKioskMode } from './kiosk/kiosk-mode.js';
import { loadSettings } from './kiosk/load-settings.js';
import { keepWayBack } from './kiosk/way-back.js';
import { startPwa } from './pwa/start-pwa.js';
import { keepDraft, restoreDraft } from './session/draft.js';

loadSettings();
applySettings();
// Before anything is shown: where a visit goes on, its screen is the first.
await restoreDraft();
keepDraft();
startKioskMode();
keepWayBack();
render(<App />, document.querySelector('#app') as HTMLElement);
startPwa();
