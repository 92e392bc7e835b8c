import { createAnalyzer } from 'analyze-locally';
import type { OpenFunction } from './contract.js';

/** This package as a page uses it. The settings are its own options, and `expectedBackend` what the answer must name. */
export const open: OpenFunction = async ({ expectedBackend, expectedProvider, ...options }) => {
  const analyzer = createAnalyzer(options);
  await analyzer.preload();
  return {
    async detect(photos) {
      const request = Object.fromEntries(photos.map(({ view, blob }) => [view, blob]));
      const answer = await analyzer.analyze(request, { details: true });
      if (!answer.state) throw new Error(`the photos were refused: ${String(answer.status)} ${answer.message}`);
      const details = answer.details;
      if (!details) throw new Error('no details');
      // A quiet fall-back to another backend would be ranked under a name that is not its own.
      if (details.backend !== expectedBackend || details.provider !== expectedProvider) {
        throw new Error(`it ran on ${details.backend} ${details.provider}, not on ${String(expectedBackend)} ${String(expectedProvider)}`);
      }
      return { milliseconds: details.milliseconds.detecting, found: photos.length };
    },
  };
};
