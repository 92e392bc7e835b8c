import { useEffect, useState } from 'react';
import { analyzeLocally } from 'analyze-locally';

const photo = async (view) => (await fetch(`photos/${view}.jpg`)).blob();

async function analyze() {
  const [front, side, back] = await Promise.all(['front', 'side', 'back'].map(photo));
  return analyzeLocally({ front, side, back });
}

export default function Posture() {
  const [text, setText] = useState('');
  const [ready, setReady] = useState(false);
  useEffect(() => setReady(true), []);

  async function onClick() {
    setText('Analysing …');
    try {
      const answer = await analyze();
      setText(answer.state ? `Shoulders: ${answer.far_shoulder_bal_m_}°` : answer.message);
      // For the test that runs this page.
      globalThis.answer = answer;
    } catch (error) {
      setText(String(error));
    }
    document.documentElement.dataset.state = globalThis.answer ? 'answered' : 'failed';
  }

  return (
    <main>
      <button disabled={!ready} onClick={onClick}>
        Analyse
      </button>
      <output>{text}</output>
    </main>
  );
}
