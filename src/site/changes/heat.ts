import type { VerdictKind } from '../../compare/index.ts';

/** In cells of tables, beside the color; the worst first. Scripts of pages read this: it imports no engine. */
export const VERDICT_MARKS: Readonly<Record<VerdictKind, string>> = {
  silent: 'S',
  panic: 'P',
  fault: 'F',
  unknown: '?',
  ok: '·',
};

/** Class of a cell that counts interfaces: the more, the warmer. */
export function heatOf(interfaces: number): 'few' | 'some' | 'many' {
  return interfaces <= 3 ? 'few' : interfaces <= 9 ? 'some' : 'many';
}

/** A cell that counts interfaces by their worst verdict, the fine ones left out: its class and its text. */
export function heatCell(troubles: readonly VerdictKind[]): { className: string; text: string } {
  const worst = (Object.keys(VERDICT_MARKS) as VerdictKind[]).find((kind) => troubles.includes(kind)) ?? 'ok';
  const text = troubles.length > 0 ? `${troubles.length}${VERDICT_MARKS[worst]}` : VERDICT_MARKS.ok;
  return { className: `${worst} ${heatOf(troubles.length)}`, text };
}
