import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  // The dev server would bundle the package anew and lose its worker and assets.
  optimizeDeps: { exclude: ['analyze-locally'] },
});
