import { definePostureAnalyzer } from './element.js';

definePostureAnalyzer();
