import { nodeResolve } from '@rollup/plugin-node-resolve';
import { rollupPluginHTML } from '@web/rollup-plugin-html';
import { importMetaAssets } from '@web/rollup-plugin-import-meta-assets';

export default {
  input: 'index.html',
  output: { dir: 'dist', entryFileNames: '[name]-[hash].js' },
  // The last one takes along what `new URL('./file', import.meta.url)` names: the worker and the assets.
  plugins: [rollupPluginHTML(), nodeResolve(), importMetaAssets()],
};
