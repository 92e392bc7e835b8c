import type { ComponentType } from 'preact';
import { lazy, Suspense } from 'preact/compat';
import { AnalysingScreen } from './analysing/analysing-screen.js';
import { Bar } from './bar/bar.js';
import { RestoredNotice } from './bar/restored-notice.js';
import { KioskLayer } from './kiosk/kiosk-layer.js';
import { UpdateNotice } from './pwa/update-notice.js';
import { screen, type Screen } from './session/navigation.js';
import { StartScreen } from './start/start-screen.js';

/** What is not seen at once is loaded when it is. */
const SCREENS: Readonly<Record<Screen, ComponentType>> = {
  start: StartScreen,
  analysing: AnalysingScreen,
  capture: lazy(() => import('./capture/capture-screen.js').then((part) => part.CaptureScreen)),
  upload: lazy(() => import('./upload/upload-screen.js').then((part) => part.UploadScreen)),
  result: lazy(() => import('./result/result-screen.js').then((part) => part.ResultScreen)),
  history: lazy(() => import('./history/history-screen.js').then((part) => part.HistoryScreen)),
  settings: lazy(() => import('./kiosk/settings-screen.js').then((part) => part.SettingsScreen)),
};

/** The app: a bar, and the screen of the moment. */
export function App() {
  const Current = SCREENS[screen.value];
  return (
    <div class="shell">
      <div>
        <Bar />
        <RestoredNotice />
      </div>
      <Suspense fallback={<main class="screen" aria-busy="true" />}>
        <Current />
      </Suspense>
      <UpdateNotice />
      <KioskLayer />
    </div>
  );
}
