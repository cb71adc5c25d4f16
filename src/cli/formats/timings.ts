import type { Count } from '../../engine/index.ts';

/** What a run spent its time on: a line for each kind of result, the one that took longest first. Times are in milliseconds. */
export function timingsText(counts: ReadonlyMap<string, Count>, milliseconds: number): string {
  const rows = [...counts].sort(([a, one], [b, other]) => other.milliseconds - one.milliseconds || (a < b ? -1 : 1));
  const known = rows.reduce((sum, [, count]) => sum + count.milliseconds, 0);
  const lines = [
    row('ms', 'made', 'reused', 'restored', 'result'),
    ...rows.map(([name, { milliseconds: took, made, reused, restored }]) =>
      row(took.toFixed(1), made, reused, restored, name),
    ),
    row((milliseconds - known).toFixed(1), '', '', '', 'everything else, without starting'),
  ];
  return `${lines.join('\n')}\n`;
}

function row(...[took, made, reused, restored, name]: (string | number)[]): string {
  const columns = [took, made, reused, restored].map((column) => String(column).padStart(9));
  return `${columns.join('')}  ${name}`;
}
