import type { CorpusFile } from '../corpus.js';
import { runnable, type Runnable } from '../runs.js';
import { base64 } from './base64.js';
import { historyFile } from './history.js';
import { options } from './options.js';
import { overlay } from './overlay.js';
import { photoHeader } from './photo-header.js';
import { request } from './request.js';
import { settings } from './settings.js';

/** What can be fuzzed without a browser. */
export const pureTargets = (corpus: readonly CorpusFile[]): readonly Runnable[] => [
  runnable(photoHeader(corpus)),
  runnable(base64(corpus)),
  runnable(request),
  runnable(options),
  runnable(settings),
  runnable(historyFile),
  runnable(overlay),
];
