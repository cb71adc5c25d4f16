/**
 * How much processor time commands take, as multiples of a Node that does nothing: `node tests/bench/start.ts [main.js] [tree]`.
 * The program is that of the sources unless a built one is named. Medians of several runs, after a first run that fills Node's
 * compile cache; processor time, because other work on the machine stretches wall time. Results are not cached between runs.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';

const RUNS = 9;

const [program = 'src/cli/main.ts', tree = 'idl/2.0.0'] = process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), 'idol-registry-start-'));
const used = join(scratch, 'used');
const meter = join(scratch, 'meter.cjs');
writeFileSync(
  meter,
  `process.on('exit', () => {
    const { user, system } = process.cpuUsage();
    require('node:fs').writeFileSync(${JSON.stringify(used)}, String((user + system) / 1000));
  });`,
);

const commands: Readonly<Record<string, readonly string[]>> = {
  'node -e 0': ['-e', '0'],
  '--version': [resolve(program), '--version'],
  '--help': [resolve(program), '--help'],
  check: [resolve(program), 'check', tree],
  breaking: [resolve(program), 'breaking', 'idl/2.0.0', '--against', 'idl/1.1.0', '--no-cache'],
};

try {
  let nothing = 0;
  for (const [name, args] of Object.entries(commands)) {
    const milliseconds = medianOf(args);
    nothing ||= milliseconds;
    console.log(
      `${name.padEnd(10)} ${milliseconds.toFixed(0).padStart(6)} ms CPU  ${(milliseconds / nothing).toFixed(1)}x`,
    );
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** Median processor time of several runs, in milliseconds. */
function medianOf(args: readonly string[]): number {
  const env = { ...process.env, NODE_COMPILE_CACHE: join(scratch, 'compiled') };
  const measured = Array.from({ length: RUNS + 1 }, () => {
    const { status, stderr } = spawnSync(process.execPath, ['--require', meter, ...args], { env, encoding: 'utf8' });
    if (status !== 0 && status !== 1) throw new Error(`${args.join(' ')}: exit code ${status}\n${stderr}`);
    return Number(readFileSync(used, 'utf8'));
  });
  return measured.slice(1).sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0;
}
