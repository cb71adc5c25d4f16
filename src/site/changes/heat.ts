import type { VerdictKind } from '../../compare/index.ts';

/** In cells of tables, beside the color. */
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
