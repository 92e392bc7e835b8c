import type { AnalysisDetails, AnalysisFailure, ModelName, View } from 'analyze-locally';
import { downloadJson } from './download.js';
import { takeDroppedFiles } from './dropped-files.js';
import { find, html } from './element.js';
import { Engine } from './engine.js';
import { refusalText, troubleOf } from './failure-words.js';
import { Notice } from './notice.js';
import { PhotoSlot, type Verdict } from './photo-slot.js';
import { ProgressView } from './progress-view.js';
import { ResultView } from './result-view.js';
import { offerSamples } from './samples.js';
import { VIEWS, type PerView } from './views.js';

const form = find('#form', HTMLFormElement);
const inputs = ['#photos', '#samples', '#models'].map((selector) => find(selector, HTMLFieldSetElement));
const analyse = find('#analyse', HTMLButtonElement);
const cancel = find('#cancel', HTMLButtonElement);

const engine = new Engine();
const result = new ResultView();
const notice = new Notice();
const slots = VIEWS.map((view) => new PhotoSlot(view, clearNews));
const progress = new ProgressView(slots);

/** The analysis that runs now. */
let running: AbortController | undefined;

/** What was said about the photos before does not hold for others. */
function clearNews(): void {
  result.clear();
  notice.clear();
}

function setRunning(controller: AbortController | undefined): void {
  running = controller;
  const isRunning = controller !== undefined;
  for (const fieldset of inputs) fieldset.disabled = isRunning;
  analyse.hidden = isRunning;
  cancel.hidden = !isRunning;
  form.setAttribute('aria-busy', String(isRunning));
  // The button that was pressed has gone: the other one takes its place.
  (isRunning ? cancel : analyse).focus({ preventScroll: true });
}

const chosenModel = (): ModelName => new FormData(form).get('model') as ModelName;

function chosenPhotos(): PerView<Blob> {
  return Object.fromEntries(slots.flatMap(({ view, photo }) => (photo ? [[view, photo]] : [])));
}

function verdictOf(view: View, details: AnalysisDetails | undefined): Verdict | undefined {
  const photo = details?.photos[view];
  if (!photo) return undefined;
  if (photo.failure) return { kind: 'refused', text: refusalText(view, photo, photo.failure) };
  // A photo that was read but not looked at, because another could not be read, is neither.
  return photo.evidence && { kind: 'fine', text: 'This photo is fine.' };
}

/** Says at each photo what came of it; the answer's own message is for all of them. */
function showRefusal(answer: AnalysisFailure<AnalysisDetails>): void {
  for (const slot of slots) slot.showVerdict(verdictOf(slot.view, answer.details));
  const download = html('button', { type: 'button', class: 'button compact' }, 'Download response (JSON)');
  download.addEventListener('click', () => downloadJson(answer, 'posture-response.json'));
  const title = `Not analysed (status ${String(answer.status)})`;
  notice.show('error', { title, text: `${answer.message.trim()}.` }, download);
  slots.find(({ view }) => answer.details?.photos[view]?.failure)?.focus();
}

async function analysePhotos(): Promise<void> {
  const photos = chosenPhotos();
  const views = VIEWS.filter((view) => photos[view] !== undefined);
  clearNews();
  for (const slot of slots) slot.showVerdict(undefined);
  if (views.length === 0) {
    notice.show('info', { title: 'No photo yet', text: 'Choose at least one photo, or take a sample.' });
    slots[0]?.focus();
    return;
  }
  const model = chosenModel();
  const controller = new AbortController();
  setRunning(controller);
  progress.start();
  try {
    const answer = await engine.analyze(model, photos, {
      signal: controller.signal,
      onProgress: (step) => progress.show(step, views),
    });
    endRun();
    if (answer.state) result.show(answer, views);
    else showRefusal(answer);
  } catch (error) {
    endRun();
    const trouble = troubleOf(error);
    if (trouble) notice.show('error', trouble);
    else notice.show('info', { title: 'Cancelled', text: 'The photos are still here.' });
  }
}

function endRun(): void {
  progress.end();
  setRunning(undefined);
}

find('#slots', HTMLElement).append(...slots.map(({ element }) => element));
takeDroppedFiles(slots, () => running === undefined);
offerSamples(
  find('#sample-list', HTMLElement),
  (photos, name) => {
    if (running) return;
    for (const slot of slots) {
      const photo = photos[slot.view];
      if (photo) slot.put(photo, `${name}, ${slot.view}`);
    }
  },
  (reason) => notice.show('error', { title: 'The sample could not be loaded', text: reason }),
);
form.addEventListener('submit', (event) => {
  event.preventDefault();
  if (!running) void analysePhotos();
});
cancel.addEventListener('click', () => running?.abort());
