import process from 'node:process';
import { configDefaults, defineConfig } from 'vitest/config';

// What must hold on a Hubris checkout is tested where HUBRIS_TREE names one; elsewhere there is nothing to test, and so nothing to skip.
const realTree = process.env.HUBRIS_TREE ? [] : ['tests/real-tree/**'];

export default defineConfig({
  test: { include: ['tests/**/*.test.ts'], exclude: [...configDefaults.exclude, ...realTree] },
});
