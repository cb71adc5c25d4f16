/**
 * `node tests/bench/stubs-command.ts [runs]`: processor time of the whole command `stubs` for all Rust stubs of a tree, paired with its floor: a process that
 * does nothing, and one that only reads the tree's interfaces, manifests and build scripts. The tree is `HUBRIS_TREE`, else the example tree.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const tree = process.env.HUBRIS_TREE ?? 'idl/2.0.0';
const runs = Number(process.argv[2] ?? 5);
const out = mkdtempSync(join(tmpdir(), 'idol-registry-bench-'));

const READ = `
  const { readdirSync, readFileSync } = require('node:fs');
  const isRead = (name) => /\\.(idol|toml)$|^(build\\.rs|Cargo\\.lock)$/.test(name);
  const visit = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = folder + '/' + entry.name;
      if (entry.isDirectory() && entry.name !== 'target' && !entry.name.startsWith('.')) visit(path);
      else if (entry.isFile() && isRead(entry.name)) readFileSync(path, 'utf8');
    }
  };
  visit(process.argv[1]);
`;

const commands: readonly (readonly [what: string, args: readonly string[]])[] = [
  ['a process that does nothing', ['-e', '0']],
  ['reading the files', ['-e', READ, tree]],
  ['stubs, nothing kept', ['src/cli/main.ts', 'stubs', '--tree', tree, '--out', out, '--no-cache']],
  ['stubs, results kept', ['src/cli/main.ts', 'stubs', '--tree', tree, '--out', out, '--cache', `${out}-kept`]],
];

console.log('CPU ms (least of all runs)  ratio  of');
let floor = 0;
for (const [what, args] of commands) {
  const milliseconds = Math.min(...Array.from({ length: runs }, () => cpuMilliseconds(args)));
  if (floor === 0) floor = milliseconds;
  console.log(`${milliseconds.toFixed(0).padStart(26)}  ${(milliseconds / floor).toFixed(1).padStart(5)}  ${what}`);
}
rmSync(out, { recursive: true, force: true });
rmSync(`${out}-kept`, { recursive: true, force: true });

/** User and system time of one run of Node: what the machine is busy with beside it does not count. */
function cpuMilliseconds(args: readonly string[]): number {
  rmSync(out, { recursive: true, force: true });
  // The time of children is known to the operating system alone: the child says it of itself as it ends.
  const report = `process.on('exit',()=>{const{user,system}=process.cpuUsage();process.stderr.write('\\ncpu '+(user+system)/1000+'\\n')})`;
  const preload = ['--import', `data:text/javascript,${encodeURIComponent(report)}`];
  const { stderr, status } = spawnSync(process.execPath, [...preload, ...args], { encoding: 'utf8' });
  const found = /\ncpu ([0-9.]+)\n/.exec(stderr)?.[1];
  if (status !== 0 || found === undefined) throw new Error(stderr);
  return Number(found);
}
