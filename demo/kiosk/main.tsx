import { render } from 'preact';
import { App } from './app.js';
import { speak, spokenAmong } from './messages/i18n.js';
import { keepDraft, restoreDraft } from './session/draft.js';

speak(spokenAmong([new URLSearchParams(location.search).get('lang') ?? '', ...navigator.languages]));
await restoreDraft();
keepDraft();
render(<App />, document.querySelector('#app') as HTMLElement);
