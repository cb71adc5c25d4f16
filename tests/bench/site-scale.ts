/**
 * `node tests/bench/site-scale.ts [interfaces…]`: wall and processor time and memory of a site with releases, for trees of several sizes (default:
 * 40 and 400 interfaces, about 1,200 and 10,500 pages), with an empty cache and after an edit of one interface. Figures for each
 * page tell what grows faster than the site does.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { text as readAll } from 'node:stream/consumers';
import { grownTree } from './grown-tree.ts';
import { memoryBelow } from './memory.ts';

const RELEASES = 4;
const sizes = process.argv.slice(2).map(Number);
const scratch = mkdtempSync(join(tmpdir(), 'idol-registry-bench-'));

/** The tree of a release: each changes one operation in half of the interfaces. */
function writeRelease(folder: string, interfaces: number, release: number): void {
  const { files } = grownTree(interfaces);
  for (const path of files.paths) {
    const text = files.read(path)?.text ?? '';
    const [, index] = /part(\d+)\.idol$/.exec(path) ?? [];
    const isChanged = index !== undefined && Number(index) % 2 === release % 2;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), isChanged ? text.replace('"op0":', `"op0_${release}":`) : text);
  }
}

interface Measured {
  readonly pages: number;
  readonly made: number;
  readonly wall: number;
  readonly cpu: number;
  readonly memory: number;
}

async function build(tree: string, out: string, cache: string): Promise<Measured> {
  const args = [resolve('src/cli/main.ts'), 'build', tree, '--out', out, '--cache', cache, '--timings'];
  // Only a shell counts the time of children of a child.
  const command = ['-c', 'TIMEFORMAT="TIMES %U %S %R"; time "$@"', 'bash', process.execPath, ...args];
  const child = spawn('bash', command, { stdio: ['ignore', 'ignore', 'pipe'] });
  let memory = 0;
  const meter = setInterval(() => {
    memory = Math.max(memory, memoryBelow(child.pid ?? 0));
  }, 200);
  const said = await readAll(child.stderr);
  clearInterval(meter);
  const [, pages] = /(\d+) pages in /.exec(said) ?? [];
  const [, made] = / (\d+) +\d+ +\d+ {2}page$/m.exec(said) ?? [];
  const [, user, system, wall] = /TIMES (\S+) (\S+) (\S+)\s*$/.exec(said) ?? [];
  if (pages === undefined || made === undefined) throw new Error(said.slice(-4_000));
  return { pages: Number(pages), made: Number(made), wall: Number(wall), cpu: Number(user) + Number(system), memory };
}

function print(what: string, { pages, made, wall, cpu, memory }: Measured): void {
  const each = `${((cpu * 1000) / pages).toFixed(1)} ms and ${((memory * 1024) / pages).toFixed(0)} kB a page`;
  console.log(
    `${what}: ${pages} pages, ${made} files made; ${wall.toFixed(1)} s wall, ${cpu.toFixed(1)} s CPU, ${memory.toFixed(0)} MB; ${each}`,
  );
}

try {
  for (const interfaces of sizes.length > 0 ? sizes : [40, 400]) {
    const tree = join(scratch, String(interfaces));
    for (let release = 0; release < RELEASES; release++)
      writeRelease(join(tree, `1.${release}.0`), interfaces, release);
    const [out, cache] = [join(scratch, 'out'), join(scratch, 'cache')];
    for (const folder of [out, cache]) rmSync(folder, { recursive: true, force: true });
    print(`${interfaces} interfaces, empty cache`, await build(tree, out, cache));
    const edited = join(tree, `1.${RELEASES - 1}.0`, 'idl/part0.idol');
    writeFileSync(edited, readFileSync(edited, 'utf8').replace('doc: "', 'doc: "Edited. '));
    print(`${interfaces} interfaces, one edited`, await build(tree, out, cache));
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
