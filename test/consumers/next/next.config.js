/** @type {import('next').NextConfig} */
export default {
  output: 'export',
  // A sub-path, where the site has one.
  basePath: process.env.BASE_PATH ?? '',
  // Only for a strict content security policy: Turbopack writes an inline script into each page otherwise.
  experimental: { turbopackSharedRuntime: false },
};
