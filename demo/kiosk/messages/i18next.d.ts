import 'i18next';
import type { EN } from './en/en.js';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'app';
    resources: typeof EN;
  }
}
