/**
 * `node tests/bench/engine.ts [--runs n] [row…]`: processor time of commands with an empty cache and with one that a run before filled, as multiples
 * of a Node that does nothing and of reading the files that they read. Rows are chosen by a part of their name (default: all). The tree is a clone of
 * `HUBRIS_TREE`, else of the example tree.
 *
 * Processor time is that of the process with its children (workers, git). Memory is that of all of them at one time, sampled; on Linux what they
 * share counts once. Each run is preceded by one of a Node that does nothing, so that a
 * busy machine slows both; the least of all runs counts. A run that crashes or prints something else than its command does ends the bench.
 */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { text as readAll } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { memoryBelow } from './memory.ts';

const { HUBRIS_TREE } = process.env;
const { values, positionals } = parseArgs({ allowPositionals: true, options: { runs: { type: 'string' } } });
const runs = Number(values.runs ?? 3);
const scratch = mkdtempSync(join(tmpdir(), 'idol-registry-bench-'));
const tree = join(scratch, 'tree');
const cache = join(scratch, 'cache');
const out = join(scratch, 'out');
const program = resolve('src/cli/main.ts');

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

/** One run of Node: processor time and wall time in milliseconds, memory in megabytes. */
interface Measured {
  readonly cpu: number;
  readonly wall: number;
  readonly memory: number;
}

/** What a run has to print: that tells a result from a crash, whose exit code can be the one of findings. */
interface Expected {
  readonly codes: readonly number[];
  readonly text: RegExp;
}

const SILENT: Expected = { codes: [0], text: /^/ };

async function measure(args: readonly string[], { codes, text }: Expected): Promise<Measured> {
  const env = { ...process.env, NODE_COMPILE_CACHE: join(scratch, 'compiled') };
  // Only a shell counts the time of children of a child.
  const command = ['-c', 'TIMEFORMAT="TIMES %U %S %R"; time "$@"', 'bash', process.execPath, ...args];
  const child = spawn('bash', command, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let memory = 0;
  const meter = setInterval(() => {
    memory = Math.max(memory, memoryBelow(child.pid ?? 0));
  }, 200);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr] = await Promise.all([readAll(child.stdout), readAll(child.stderr)]);
  const status = await ended;
  clearInterval(meter);
  const [, user, system, wall] = /TIMES (\S+) (\S+) (\S+)\s*$/.exec(stderr) ?? [];
  const isExpected = status !== null && codes.includes(status) && text.test(stdout + stderr);
  if (!isExpected || !/\d/.test(user ?? '') || /internal error|\n {4}at /.test(stderr)) {
    throw new Error(`${args.join(' ')}: exit code ${status}\n${stdout.slice(-2_000)}${stderr.slice(-4_000)}`);
  }
  return { cpu: (Number(user) + Number(system)) * 1000, wall: Number(wall) * 1000, memory };
}

/** The least of each figure. */
function least(all: readonly Measured[]): Measured {
  const of = (figure: keyof Measured) => Math.min(...all.map((one) => one[figure]));
  return { cpu: of('cpu'), wall: of('wall'), memory: of('memory') };
}

const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=bench', '-c', 'user.email=bench@localhost', ...args], {
    cwd: tree,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
const emptyCache = () => rmSync(cache, { recursive: true, force: true });
const restore = () => {
  git('checkout', '-q', start);
  git('checkout', '-q', '.');
};
const nothing = () => undefined;

let start = 'HEAD';

function makeTree(): void {
  if (HUBRIS_TREE === undefined) {
    cpSync('idl/2.0.0', tree, { recursive: true });
    git('init', '-q');
    git('add', '-A');
    git('commit', '-qm', 'start');
    git('tag', 'v1.0.0');
  } else {
    execFileSync('git', ['clone', '-q', '--shared', HUBRIS_TREE, tree]);
  }
  start = git('rev-parse', 'HEAD').trim();
}

/** Changes the first tracked file below `folder` that has the pattern. Gives its path. */
function edit(files: string, pattern: RegExp, by: string): string {
  for (const path of git('ls-files', files).split('\n').filter(Boolean)) {
    const text = readFileSync(join(tree, path), 'utf8');
    if (!pattern.test(text)) continue;
    writeFileSync(join(tree, path), text.replace(pattern, by));
    return path;
  }
  throw new Error(`no file of ${files} has ${pattern}`);
}

interface Row {
  readonly what: string;
  readonly args: readonly string[];
  readonly expected: Expected;
  /** Makes the same start for every run. */
  readonly before?: () => void;
  readonly times?: number;
}

try {
  makeTree();
  const editInterface = () => edit('*.idol', /"u(16|32)"/, '"u8"');
  /** A field or variant of a type that an interface uses. */
  const editRust = () => edit(HUBRIS_TREE ? 'drv/*-api/src/*.rs' : '*.rs', /\bpub (\w+): u(16|32),/, 'pub $1: u8,');
  const command = (...args: string[]) => [program, ...args, '--cache', cache];
  const check = {
    args: command('check', tree),
    expected: { codes: [0, 1], text: /\d+ interface files?, \d+ operations/ },
  };
  const breaking = {
    args: command('breaking', tree, '--against', 'git:HEAD'),
    expected: { codes: [0, 1], text: /interfaces? (?:compared|that)|\d+ .*unchanged|breaking/ },
  };
  const stubs = { args: command('stubs', '--tree', tree, '--out', out), expected: SILENT };
  const interfaceName = git('ls-files', '*.idol').split('\n')[0] ?? '';
  const log = { args: command('log', interfaceName, '--tree', tree), expected: { codes: [0], text: /\d+ versions?/ } };
  const site = { args: command('build', tree, '--out', out), expected: { codes: [0], text: /\d+ pages in / } };
  const noOutput = () => rmSync(out, { recursive: true, force: true });
  const changed = (change: () => string) => () => {
    restore();
    emptyCache();
    change();
  };
  const rows: readonly Row[] = [
    { what: 'check, empty cache', ...check, before: () => [restore(), emptyCache()] },
    { what: 'check, warm', ...check },
    { what: 'breaking, one interface changed, empty cache', ...breaking, before: changed(editInterface) },
    { what: 'breaking, one interface changed, warm', ...breaking },
    { what: 'breaking, one Rust type changed, empty cache', ...breaking, before: changed(editRust) },
    { what: 'breaking, one Rust type changed, warm', ...breaking },
    { what: 'stubs, all Rust, empty cache', ...stubs, before: () => [restore(), emptyCache(), noOutput()] },
    { what: 'stubs, all Rust, warm', ...stubs, before: noOutput },
    { what: 'history, empty cache', ...log, before: () => [restore(), emptyCache()], times: 1 },
    { what: 'history, warm', ...log },
    { what: 'site, empty cache', ...site, before: () => [restore(), emptyCache(), noOutput()], times: 1 },
    {
      what: 'site, after one commit',
      ...site,
      times: 1,
      before: () => {
        editInterface();
        git('commit', '-qam', 'change');
      },
    },
    { what: 'site, unchanged', ...site },
  ];
  const chosen = rows.filter(({ what }) => positionals.length === 0 || positionals.some((part) => what.includes(part)));
  const times = async <T>(count: number, run: () => Promise<T>): Promise<T[]> => {
    const all: T[] = [];
    while (all.length < count) all.push(await run());
    return all;
  };
  const reads = await times(runs, () => measure(['-e', READ, tree], SILENT));
  const starts = [await measure(['-e', '0'], SILENT)];
  const loading = new Map<string, number>();
  /** Processor time of the same command when it only prints its help: what loading the program costs. */
  const loadingOf = async ([, name = '']: readonly string[]) => {
    const help = () => measure([program, name, '--help'], SILENT);
    const known = loading.get(name) ?? least(await times(runs + 1, help)).cpu;
    loading.set(name, known);
    return known;
  };
  const measured: (Measured & { what: string; loading: number })[] = [];
  for (const { what, args, expected, before = nothing, times: count = runs } of chosen) {
    const all = await times(count, async () => {
      before();
      starts.push(await measure(['-e', '0'], SILENT));
      return measure(args, expected);
    });
    process.stderr.write(`${what}: ${least(all).cpu.toFixed(0)} ms\n`);
    measured.push({ what, ...least(all), loading: await loadingOf(args) });
  }
  const [idle, reading] = [starts, reads].map(least) as [Measured, Measured];
  const WIDTHS = [9, 11, 11, 14, 9, 9];
  const line = (columns: readonly string[], what: string) =>
    `${columns.map((column, index) => column.padStart(WIDTHS[index] ?? 9)).join('')}  ${what}`;
  console.log(line(['CPU ms', 'x nothing', 'x reading', 'beyond load', 'wall ms', 'MB'], ''));
  for (const { what, cpu, wall, memory, loading: without } of [
    { what: 'node -e 0', ...idle, loading: 0 },
    { what: 'reading the files', ...reading, loading: 0 },
    ...measured,
  ]) {
    const figures = [cpu, cpu / idle.cpu, cpu / reading.cpu, cpu - without, wall, memory];
    console.log(
      line(
        figures.map((figure, index) => figure.toFixed(index === 1 || index === 2 ? 1 : 0)),
        what,
      ),
    );
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
