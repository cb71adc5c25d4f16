/**
 * `npm test`: every kind of test, one after the other, and one closing line for all of them.
 * A step that fails does not stop the others, so that one run shows everything.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { z } from 'zod';

const scratch = mkdtempSync(join(tmpdir(), 'idol-registry-test-'));
const report = join(scratch, 'vitest.json');
const VitestReport = z.object({ numPassedTests: z.number(), numFailedTests: z.number(), success: z.boolean() });
let passed = 0;
let failed = 0;

step('types', ['tsc', '--noEmit']);
step('pages', ['astro', 'check', '--tsconfig', 'tsconfig.site.json', '--minimumFailingSeverity', 'hint']);
step('lint', ['biome', 'check', '--error-on-warnings', '.']);
step('prose', ['prettier', '--check', '**/*.md']);
vitest();
rmSync(scratch, { recursive: true });
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function step(name: string, command: string[]): void {
  console.log(`\n# ${name}: ${command.join(' ')}`);
  if (run(command)) passed++;
  else failed++;
}

function vitest(): void {
  console.log('\n# unit, cases, site, rust: vitest run');
  const succeeded = run(['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]);
  if (!existsSync(report)) {
    failed++;
    return;
  }
  const counts = VitestReport.parse(JSON.parse(readFileSync(report, 'utf8')));
  passed += counts.numPassedTests;
  failed += counts.numFailedTests;
  // A file that does not load has no test to count, yet it has failed.
  if (!succeeded && counts.numFailedTests === 0) failed++;
}

function run([command = '', ...args]: string[]): boolean {
  const env = { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' };
  return spawnSync(join('node_modules', '.bin', command), args, { stdio: 'inherit', env }).status === 0;
}
