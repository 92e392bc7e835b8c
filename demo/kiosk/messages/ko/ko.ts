import { ANALYSING } from './analysing.js';
import { APP } from './app.js';
import { CAPTURE } from './capture.js';
import { HISTORY } from './history.js';
import { KIOSK } from './kiosk.js';
import { REPORT } from './report.js';
import { RESULT } from './result.js';
import { START } from './start.js';
import { UPLOAD } from './upload.js';

/** All texts by their area, which is i18next's namespace. */
export const KO = {
  analysing: ANALYSING,
  app: APP,
  capture: CAPTURE,
  history: HISTORY,
  kiosk: KIOSK,
  report: REPORT,
  result: RESULT,
  start: START,
  upload: UPLOAD,
};
