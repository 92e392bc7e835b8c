import 'analyze-locally/register-element';
import type { PostureAnalyzer } from 'analyze-locally/element';
import { downloadJson } from './download.js';
import { firstLanguage, speak, textOf, type LanguageName } from './languages.js';
import { offerSamples } from './samples.js';

const find = <Found extends Element = HTMLElement>(selector: string): Found => document.querySelector<Found>(selector) as Found;

const analyzer = find<PostureAnalyzer>('#analyzer');
const note = find('#sample-note');
const languages = [...document.querySelectorAll<HTMLButtonElement>('#languages button')];

function show(language: LanguageName): void {
  speak(language);
  for (const button of languages) button.setAttribute('aria-pressed', String(button.value === language));
}

offerSamples(
  find('#samples'),
  (photos) => {
    note.textContent = textOf('rendered');
    analyzer.photos = photos;
  },
  () => {
    note.textContent = textOf('sampleFailed');
  },
);

find('#models').addEventListener('change', ({ target }) => {
  if (target instanceof HTMLInputElement) analyzer.setAttribute('model', target.value);
});

for (const button of document.querySelectorAll('[data-download]')) {
  button.addEventListener('click', () => downloadJson(analyzer.answer, 'posture-response.json'));
}

for (const button of languages) {
  button.addEventListener('click', () => {
    show(button.value as LanguageName);
    history.replaceState(null, '', `?lang=${button.value}`);
  });
}

// Beside the element a browser would leave the page and open the photo.
for (const event of ['dragover', 'drop']) window.addEventListener(event, (happened) => happened.preventDefault());

show(firstLanguage());
