import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** Whether the Rust toolchain is there. Where it must be (CI), its absence fails instead of skipping what needs it. */
export function hasCargo(): boolean {
  const isThere = spawnSync('cargo', ['--version']).status === 0;
  if (!isThere && process.env.CI === 'true') throw new Error('cargo is missing: the Rust side would go untested');
  if (!isThere) console.warn('SKIPPED: cargo is missing, so nothing that this program generates for Rust is compiled');
  return isThere;
}

/** Runs cargo in `tests/rust` with the committed lock file. Answers all that it printed, or throws it. */
export function cargo(args: readonly string[], env: Readonly<Record<string, string>> = {}): string {
  const [command, ...rest] = args as [string, ...string[]];
  const split = rest.indexOf('--');
  const own = split < 0 ? rest : rest.slice(0, split);
  const behind = split < 0 ? [] : rest.slice(split);
  return run('cargo', [command, '--locked', `-j${availableParallelism()}`, ...own, ...behind], 'tests/rust', env);
}

/** Runs a program. Answers all that it printed, or throws it when the program fails. */
export function run(
  program: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): string {
  const result = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 1 << 28,
  });
  const output = `${result.stdout}${result.stderr}`;
  if (result.status !== 0) throw new Error(`${program} ${args.join(' ')}\n${output}`);
  return output;
}
