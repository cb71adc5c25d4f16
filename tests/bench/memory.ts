import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Memory of a process and all below it, in megabytes. */
export function memoryBelow(root: number): number {
  const lines = execFileSync('ps', ['-e', '-o', 'pid=,ppid=,rss='], { encoding: 'utf8' }).trim().split('\n');
  const all = lines.map((line) => line.trim().split(/ +/).map(Number) as [number, number, number]);
  const below = new Set([root]);
  // Processes are listed in the order of their numbers, in which a child need not follow.
  for (const pid of below) for (const [child, parent] of all) if (parent === pid) below.add(child);
  const kilobytes = all.flatMap(([pid, , resident]) => (below.has(pid) ? [shareOf(pid) ?? resident] : []));
  return kilobytes.reduce((sum, one) => sum + one, 0) / 1024;
}

/** Memory of a process in kilobytes, with its share of what several have. */
function shareOf(pid: number): number | undefined {
  try {
    return Number(/^Pss: +(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]);
  } catch {
    return undefined;
  }
}
