import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Posture } from './posture.jsx';

createRoot(document.getElementById('root')).render(
  <StrictMode>
    <Posture />
  </StrictMode>,
);
