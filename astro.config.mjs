import { defineConfig } from 'astro/config';

/** What is the same in every build; `src/site/build.ts` adds the tree's data and the folders. */
export default defineConfig({
  srcDir: './src/site',
  output: 'static',
  trailingSlash: 'always',
  compressHTML: true,
  devToolbar: { enabled: false },
  build: { format: 'directory', inlineStylesheets: 'never', assets: 'assets' },
  vite: { build: { assetsInlineLimit: 0 } },
});
