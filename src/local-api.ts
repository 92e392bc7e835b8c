export { createLocalApi } from './local-api/create.js';
export type { LocalApi } from './local-api/device-api.js';
export { installLocalApi, type LocalApiHandle } from './local-api/install.js';
export type { LocalApiOptions } from './local-api/local-api-options.js';
