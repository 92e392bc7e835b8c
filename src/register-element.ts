import { definePostureAnalyzer } from './element.js';

definePostureAnalyzer();

// So that who imports this file only has the tag's type.
export type { PostureAnalyzer } from './element.js';
