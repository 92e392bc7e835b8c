import { render } from 'preact';
import { App } from './app.js';
import { speak, spokenAmong } from './messages/i18n.js';

speak(spokenAmong([new URLSearchParams(location.search).get('lang') ?? '', ...navigator.languages]));
render(<App />, document.querySelector('#app') as HTMLElement);
