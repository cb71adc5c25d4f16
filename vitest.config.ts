import process from 'node:process';
import { configDefaults, defineConfig } from 'vitest/config';

// What must hold on a Hubris checkout is tested where HUBRIS_TREE names one; elsewhere there is nothing to test, and so nothing to skip.
const realTree = process.env.HUBRIS_TREE ? [] : ['tests/real-tree/**'];

// A test that hangs has to end at some time; a machine that is busy with other work must not fail one.
const LIMIT = 20 * 60_000;

export default defineConfig({
  test: {
    testTimeout: LIMIT,
    hookTimeout: LIMIT,
    teardownTimeout: LIMIT,
    expect: { poll: { timeout: LIMIT } },
    include: ['tests/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...realTree],
  },
});
