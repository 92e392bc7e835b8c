import { render } from 'preact';
import { App } from './app.js';
import { applySettings } from './kiosk/apply-settings.js';
import { startKioskMode } from './kiosk/kiosk-mode.js';
import { loadSettings } from './kiosk/load-settings.js';
import { startPwa } from './pwa/start-pwa.js';

loadSettings();
applySettings();
startKioskMode();
render(<App />, document.querySelector('#app') as HTMLElement);
startPwa();
