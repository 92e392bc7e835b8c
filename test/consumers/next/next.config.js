/** @type {import('next').NextConfig} */
export default {
  output: 'export',
  // A sub-path, where the site has one.
  basePath: process.env.BASE_PATH ?? '',
  experimental: { turbopackSharedRuntime: false },
};
