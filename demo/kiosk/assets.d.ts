declare module '*.css';

declare module '*.svg' {
  const url: string;
  // Vite's own way: a file is its module's default.
  // eslint-disable-next-line no-restricted-syntax
  export default url;
}

declare module '*.css';
