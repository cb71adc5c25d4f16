import { availableParallelism } from 'node:os';
import process from 'node:process';
import { configDefaults, defineConfig } from 'vitest/config';

/**
 * Tests that take long, by tier. All others are the tier `unit`, which `npm run unit` runs in seconds: a test that
 * starts programs, opens a browser or tries many random inputs belongs into one of these.
 */
const SLOW_TIERS = {
  property: [
    'tests/compare/{property,rewriting}.test.ts',
    'tests/engine/random.test.ts',
    'tests/fuzz/**',
    'tests/messages/property.test.ts',
    'tests/**/{hostile,mutated,bounded,budget}.test.ts',
  ],
  program: [
    'tests/{api,bench,cli,lsp}/**',
    'tests/{module-versions,packaging,messages/typescript}.test.ts',
    'tests/stubs/typescript/**',
  ],
  history: [
    'tests/{firmware/sources,tree/git,tree/open}.test.ts',
    'tests/registry/{breaking,git-remote,history,interface-downloads,open-registry,publish,repair}.test.ts',
    'tests/registry/{results,s3-remote,same-objects,verify}.test.ts',
    'tests/real-tree/**',
  ],
  site: ['tests/site/{example-site,hostile,kept-pages,odd-names,releases,serve}.test.ts'],
  rust: ['tests/rust/**'],
} as const;

// What must hold on a Hubris checkout is tested where HUBRIS_TREE names one; elsewhere there is nothing to test, and so nothing to skip.
const realTree = process.env.HUBRIS_TREE ? [] : ['tests/real-tree/**'];
const exclude = [...configDefaults.exclude, ...realTree];

// A test that hangs has to end at some time; a machine that is busy with other work must not fail one.
const LIMIT = 20 * 60_000;

export default defineConfig({
  test: {
    // Its own default leaves one core idle.
    maxWorkers: availableParallelism(),
    testTimeout: LIMIT,
    hookTimeout: LIMIT,
    teardownTimeout: LIMIT,
    expect: { poll: { timeout: LIMIT } },
    projects: [
      // Loading the sources takes most of the time of a fast test: the files of this tier share them.
      tier('unit', ['tests/**/*.test.ts'], [...exclude, ...Object.values(SLOW_TIERS).flat()], false),
      ...Object.entries(SLOW_TIERS).map(([name, files], index) => {
        const earlier = Object.values(SLOW_TIERS).slice(0, index).flat();
        return tier(name, files.map(testFiles), [...exclude, ...earlier]);
      }),
    ],
  },
});

function tier(name: string, include: string[], without: string[], isolate = true) {
  return { extends: true, test: { name, include, exclude: without, isolate } } as const;
}

function testFiles(glob: string): string {
  return glob.endsWith('**') ? `${glob}/*.test.ts` : glob;
}
