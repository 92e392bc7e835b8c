export { definePostureAnalyzer, PostureAnalyzer, type PosturePhotos } from './element/posture-analyzer.js';
export { registerMessages } from './element/messages/languages.js';
export type { Measure, MeasureMessages, Messages, SomeMessages, ViewMessages } from './element/messages/messages.js';
export type { PostureAnswer, PostureOptions, PostureRefusal, PostureResult } from './element/engine.js';
export type { PostureAnalyzerEventMap, PostureErrorDetail, PostureEventTarget } from './element/events.js';
