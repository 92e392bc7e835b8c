import { analyzeLocally } from 'analyze-locally';

const output = document.querySelector('output');

const photo = async (view) => (await fetch(`photos/${view}.jpg`)).blob();

async function analyze() {
  const [front, side, back] = await Promise.all(['front', 'side', 'back'].map(photo));
  return analyzeLocally({ front, side, back });
}

document.querySelector('button').addEventListener('click', async () => {
  output.textContent = 'Analysing …';
  try {
    const answer = await analyze();
    output.textContent = answer.state ? `Shoulders: ${answer.far_shoulder_bal_m_}°` : answer.message;
    // For the test that runs this page.
    globalThis.answer = answer;
  } catch (error) {
    output.textContent = String(error);
  }
  document.documentElement.dataset.state = globalThis.answer ? 'answered' : 'failed';
});
