import './kiosk.css';
import { isPaused } from './full-screen.js';
import { isWarning } from './idle.js';
import { Paused } from './paused.js';
import { PinDialog } from './pin-dialog.js';
import { pinRequest } from './pin-request.js';
import { StillThere } from './still-there.js';

/** What a kiosk lays over any screen. Part of the first load: it must not depend on a file that can't be had later. */
export const KioskLayer = () => (
  <>
    {isPaused.value && <Paused />}
    {pinRequest.value && <PinDialog />}
    {isWarning.value && <StillThere />}
  </>
);
