export { definePostureAnalyzer } from './element/posture-analyzer.js';
