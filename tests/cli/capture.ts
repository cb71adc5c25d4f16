import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { run } from '../../src/cli/run.ts';

/** A packed program to test in place of the sources: an executable, as the release workflow does. */
export const { IDOL_REGISTRY_PROGRAM: packed } = process.env;

/** Kept results of these tests alone: what lies in the user's folder must not answer for the program. */
const cache = mkdtempSync(join(tmpdir(), 'idol-registry-results-'));
// Each test file that a worker runs adds one more.
process.setMaxListeners(process.getMaxListeners() + 1);
process.once('exit', () => rmSync(cache, { recursive: true, force: true }));

/** Runs a command line in this process and gives what it wrote. */
export async function capture(args: readonly string[], env: Record<string, string> = {}, isTerminal = false) {
  if (packed !== undefined && !isTerminal) {
    const { PATH, HOME } = process.env;
    const { status, stdout, stderr } = spawnSync(packed, args, {
      encoding: 'utf8',
      env: { PATH, HOME, XDG_CACHE_HOME: cache, ...env },
    });
    return { code: status, stdout, stderr };
  }
  const stdout: string[] = [];
  const stderr: string[] = [];
  const code = await run(args, {
    stdout: { write: (text) => void stdout.push(text), isTerminal },
    stderr: { write: (text) => void stderr.push(text), isTerminal },
    env: { XDG_CACHE_HOME: cache, ...env },
  });
  return { code, stdout: stdout.join(''), stderr: stderr.join('') };
}
