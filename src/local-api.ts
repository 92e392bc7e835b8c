export { installLocalApi } from './local-api/install.js';
