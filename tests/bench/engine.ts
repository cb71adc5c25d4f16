/**
 * `node tests/bench/engine.ts [runs]`: processor time of commands with an empty cache and with one that a run before filled, as multiples of a Node that does
 * nothing and of reading the files that they read. The tree is a clone of `HUBRIS_TREE`, else of the example tree. Children and wall time are not counted,
 * but for the history, of which wall time is told as well.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';

const { HUBRIS_TREE } = process.env;
const runs = Number(process.argv[2] ?? 3);
const scratch = mkdtempSync(join(tmpdir(), 'idol-registry-bench-'));
const tree = join(scratch, 'tree');
const cache = join(scratch, 'cache');
const out = join(scratch, 'out');
const used = join(scratch, 'used');
const meter = join(scratch, 'meter.cjs');
const program = resolve('src/cli/main.ts');

writeFileSync(
  meter,
  `process.on('exit', () => {
    const { user, system } = process.cpuUsage();
    require('node:fs').writeFileSync(${JSON.stringify(used)}, String((user + system) / 1000));
  });`,
);

const READ = `
  const { readdirSync, readFileSync } = require('node:fs');
  const visit = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = folder + '/' + entry.name;
      if (entry.isDirectory() && entry.name !== 'target' && !entry.name.startsWith('.')) visit(path);
      else if (entry.isFile() && /\\.(idol|toml|rs)$|^Cargo\\.lock$/.test(entry.name)) readFileSync(path);
    }
  };
  visit(process.argv[1]);
`;

/** Processor time and wall time of one run of Node, in milliseconds. */
function measure(args: readonly string[]): { cpu: number; wall: number } {
  rmSync(out, { recursive: true, force: true });
  const started = performance.now();
  const env = { ...process.env, NODE_COMPILE_CACHE: join(scratch, 'compiled') };
  const { status, stderr } = spawnSync(process.execPath, ['--require', meter, ...args], { env, encoding: 'utf8' });
  if (status !== 0 && status !== 1) throw new Error(`${args.join(' ')}: exit code ${status}\n${stderr}`);
  return { cpu: Number(readFileSync(used, 'utf8')), wall: performance.now() - started };
}

/** The least of several runs; `before` makes the same start for each. */
function least(args: readonly string[], before: () => void, times = runs) {
  const all = Array.from({ length: times }, () => {
    before();
    return measure(args);
  });
  return { cpu: Math.min(...all.map(({ cpu }) => cpu)), wall: Math.min(...all.map(({ wall }) => wall)) };
}

const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=bench', '-c', 'user.email=bench@localhost', ...args], {
    cwd: tree,
    stdio: 'ignore',
  });
const empty = () => rmSync(cache, { recursive: true, force: true });
const nothing = () => undefined;

try {
  if (HUBRIS_TREE === undefined) {
    cpSync('idl/2.0.0', tree, { recursive: true });
    git('init', '-q');
    git('add', '-A');
    git('commit', '-qm', 'start');
    git('tag', 'v1.0.0');
  } else {
    execFileSync('git', ['clone', '-q', '--shared', HUBRIS_TREE, tree]);
  }
  const files = execFileSync('git', ['ls-files', '*.idol'], { cwd: tree, encoding: 'utf8' }).split('\n');
  const edited = files.find((path) => /"u(16|32)"/.test(path === '' ? '' : readFileSync(join(tree, path), 'utf8')));
  if (edited !== undefined) {
    const path = join(tree, edited);
    writeFileSync(path, readFileSync(path, 'utf8').replace(/"u(16|32)"/, '"u8"'));
  }
  const command = (...args: string[]) => [program, ...args, '--cache', cache];
  const commands: readonly (readonly [what: string, args: readonly string[], times?: number])[] = [
    ['check', command('check', tree)],
    ['breaking, one interface changed', command('breaking', tree, '--against', 'git:HEAD')],
    ['stubs, all Rust', command('stubs', '--tree', tree, '--out', out)],
    ['history', command('log', edited ?? '', '--tree', tree), 1],
  ];
  const start = least(['-e', '0'], nothing).cpu;
  const reading = least(['-e', READ, tree], nothing).cpu;
  const help = least([program, '--help'], nothing).cpu;
  console.log('   CPU ms  x nothing  x reading  beyond start  wall ms');
  const row = (what: string, { cpu, wall }: { cpu: number; wall: number }) => {
    const columns = [
      cpu.toFixed(0),
      (cpu / start).toFixed(1),
      (cpu / reading).toFixed(1),
      (cpu - help).toFixed(0),
      wall.toFixed(0),
    ];
    const widths = [9, 11, 11, 14, 9];
    console.log(`${columns.map((column, index) => column.padStart(widths[index] ?? 9)).join('')}  ${what}`);
  };
  row('node -e 0', { cpu: start, wall: 0 });
  row('reading the files', { cpu: reading, wall: 0 });
  row('--help: starting the program', { cpu: help, wall: 0 });
  for (const [what, args, times] of commands) {
    row(`${what}, empty cache`, least(args, empty, times));
    row(`${what}, warm`, least(args, nothing, times));
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
