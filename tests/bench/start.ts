/**
 * How much processor time commands take, as multiples of a Node that does nothing: `node tests/bench/start.ts [main.js] [tree]`.
 * The program is that of the sources unless a built one is named. Medians of several runs, after a first run that fills Node's
 * compile cache; processor time, because other work on the machine stretches wall time.
 *
 * `check` and `breaking` run with an empty cache of results, then with a full one. A tree that is a clone of a git repository is
 * compared with its own commit, with one new argument in an interface; any other with `idl/1.1.0`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
const cache = join(scratch, 'results');

try {
  const nothing = medianOf(['-e', '0']);
  const show = (name: string, milliseconds: number) =>
    console.log(
      `${name.padEnd(26)} ${milliseconds.toFixed(0).padStart(6)} ms CPU  ${(milliseconds / nothing).toFixed(1)}x`,
    );
  show('node -e 0', nothing);
  show('every file of the tree', medianOf(['-e', readingOf(tree)]));
  show('--version', medianOf([resolve(program), '--version']));
  show('--help', medianOf([resolve(program), '--help']));
  const withCache = (...args: readonly string[]) => [resolve(program), ...args, '--cache', cache];
  const commands = { check: withCache('check', tree), breaking: withCache('breaking', ...comparison(tree)) };
  for (const [name, args] of Object.entries(commands)) {
    show(`${name}, nothing kept`, medianOf(args, true));
    show(`${name}, all kept`, medianOf(args));
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** What `breaking` gets: a changed tree, and what it is compared with. */
function comparison(tree: string): string[] {
  if (!existsSync(join(tree, '.git'))) return [tree, '--against', 'idl/1.1.0'];
  const changed = join(scratch, 'changed');
  spawnSync('git', ['clone', '--quiet', '--shared', tree, changed], { stdio: 'inherit' });
  const [path = ''] = spawnSync('git', ['ls-files', '*.idol'], { cwd: changed, encoding: 'utf8' })
    .stdout.trimEnd()
    .split('\n')
    .filter((name) => /\bargs: \{\s+"/.test(readFileSync(join(changed, name), 'utf8')));
  const text = readFileSync(join(changed, path), 'utf8');
  writeFileSync(join(changed, path), text.replace(/\bargs: \{\s+"/, 'args: { "added": "u8", "'));
  return [changed, '--against', 'HEAD'];
}

/** Reads the files that a command may need, and does nothing with them. */
function readingOf(folder: string): string {
  return `const fs = require('node:fs');
    for (const file of fs.readdirSync(${JSON.stringify(resolve(folder))}, { recursive: true, withFileTypes: true }))
      if (file.isFile() && /\\.(rs|toml|idol)$/.test(file.name)) fs.readFileSync(file.parentPath + '/' + file.name);`;
}

/** Median processor time of several runs, in milliseconds. With `anew`, each begins without kept results. */
function medianOf(args: readonly string[], anew = false): number {
  const env = { ...process.env, NODE_COMPILE_CACHE: join(scratch, 'compiled') };
  const measured = Array.from({ length: RUNS + 1 }, () => {
    if (anew) rmSync(cache, { recursive: true, force: true });
    const { status, stderr } = spawnSync(process.execPath, ['--require', meter, ...args], { env, encoding: 'utf8' });
    if (status !== 0 && status !== 1) throw new Error(`${args.join(' ')}: exit code ${status}\n${stderr}`);
    return Number(readFileSync(used, 'utf8'));
  });
  return measured.slice(1).sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0;
}
