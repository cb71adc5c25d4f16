import { run } from '../../src/cli/run.ts';

/** Runs a command line in this process and gives what it wrote. */
export async function capture(args: readonly string[], env: Record<string, string> = {}, isTerminal = false) {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const code = await run(args, {
    stdout: { write: (text) => void stdout.push(text), isTerminal },
    stderr: { write: (text) => void stderr.push(text), isTerminal },
    env,
  });
  return { code, stdout: stdout.join(''), stderr: stderr.join('') };
}
