/** Lines around a change that a patch shows. */
const CONTEXT = 3;

/** Longer texts, in lines times lines, are replaced from the first to the last line that differs. */
const MAX_WORK = 4_000_000;

interface Edit {
  readonly sign: ' ' | '-' | '+';
  readonly line: string;
}

/** A change of one file as `git apply` takes it. `path` is relative to the root of the repository. */
export function unifiedPatch(path: string, before: string, after: string): string {
  const edits = editsBetween(linesOf(before), linesOf(after));
  const changed = edits.flatMap(({ sign }, index) => (sign === ' ' ? [] : [index]));
  const hunks: string[] = [];
  for (let next = 0; next < changed.length; ) {
    const from = Math.max(0, (changed[next] as number) - CONTEXT);
    let to = (changed[next] as number) + CONTEXT;
    while (next < changed.length && (changed[next] as number) <= to + CONTEXT) {
      to = (changed[next++] as number) + CONTEXT;
    }
    hunks.push(hunk(edits, from, Math.min(edits.length, to + 1)));
  }
  return `--- a/${path}\n+++ b/${path}\n${hunks.join('')}`;
}

function hunk(edits: readonly Edit[], from: number, to: number): string {
  const count = (of: readonly Edit[], without: string) => of.filter(({ sign }) => sign !== without).length;
  const before = edits.slice(0, from);
  const shown = edits.slice(from, to);
  const range = (without: string) => {
    const lines = count(shown, without);
    return `${count(before, without) + (lines > 0 ? 1 : 0)},${lines}`;
  };
  const body = shown.map(({ sign, line }) =>
    line.endsWith('\n') ? `${sign}${line}` : `${sign}${line}\n\\ No newline at end of file\n`,
  );
  return `@@ -${range('+')} +${range('-')} @@\n${body.join('')}`;
}

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function editsBetween(before: readonly string[], after: readonly string[]): Edit[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) {
    tail++;
  }
  const kept = (line: string): Edit => ({ sign: ' ', line });
  return [
    ...before.slice(0, head).map(kept),
    ...editsOf(before.slice(head, before.length - tail), after.slice(head, after.length - tail)),
    ...before.slice(before.length - tail).map(kept),
  ];
}

/** By a longest common subsequence. */
function editsOf(before: readonly string[], after: readonly string[]): Edit[] {
  const removed = (line: string): Edit => ({ sign: '-', line });
  const added = (line: string): Edit => ({ sign: '+', line });
  if (before.length * after.length > MAX_WORK) return [...before.map(removed), ...after.map(added)];
  const width = after.length + 1;
  const length = new Uint32Array((before.length + 1) * width);
  const at = (i: number, j: number) => length[i * width + j] as number;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      length[i * width + j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const edits: Edit[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [old = '', now = ''] = [before[i], after[j]];
    if (i < before.length && j < after.length && old === now) {
      edits.push({ sign: ' ', line: old });
      i++;
      j++;
    } else if (i < before.length && (j === after.length || at(i + 1, j) >= at(i, j + 1))) {
      edits.push(removed(old));
      i++;
    } else {
      edits.push(added(now));
      j++;
    }
  }
  return edits;
}
