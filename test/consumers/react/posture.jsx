import { useState } from 'react';
// Defines <posture-analyzer>; the engine is loaded with the first analysis.
import 'analyze-locally/register-element';

const VIEWS = ['front', 'side', 'back'];

const photo = async (view) => (await fetch(`photos/${view}.jpg`)).blob();

async function samples() {
  const photos = await Promise.all(VIEWS.map(photo));
  return Object.fromEntries(VIEWS.map((view, index) => [view, photos[index]]));
}

export function Posture() {
  const [photos, setPhotos] = useState();
  const [text, setText] = useState('');

  async function takeSamples() {
    setPhotos(await samples());
    setText('The photos are there.');
  }

  // React 19 sets properties of custom elements and listens to their events.
  function onResult({ detail }) {
    setText(`Shoulders: ${detail.far_shoulder_bal_m_}°`);
    finish(detail);
  }

  function onError({ detail }) {
    setText(detail.answer ? detail.answer.message : String(detail.error));
    finish();
  }

  return (
    <main>
      <button onClick={takeSamples}>Samples</button>
      <posture-analyzer photos={photos} onresult={onResult} onerror={onError}></posture-analyzer>
      <output>{text}</output>
    </main>
  );
}

// For the test that runs this page: an analysis by the element is the same but for its details.
function finish({ details, ...answer } = {}) {
  globalThis.answer = details && answer;
  document.documentElement.dataset.state = details ? 'answered' : 'failed';
}
