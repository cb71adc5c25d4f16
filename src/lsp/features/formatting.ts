import type { TextEdit } from 'vscode-languageserver/node';
import { formatInterface } from '../../idol/index.ts';
import { differenceOf } from '../difference.ts';
import { rangeOf } from '../position.ts';
import type { Subject } from '../subject.ts';

/** The layout that `fmt` gives a file. One with errors is left as it is. */
export function format({ source }: Pick<Subject, 'source'>): TextEdit[] {
  const { value } = formatInterface(source);
  if (value === undefined || value === source.text) return [];
  // Only what differs is replaced: the cursor and marks elsewhere stay where they are.
  const { start, beforeEnd, afterEnd } = differenceOf(source.text, value);
  return [{ range: rangeOf(source, { start, end: beforeEnd }), newText: value.slice(start, afterEnd) }];
}
