import { type FoldingRange, FoldingRangeKind } from 'vscode-languageserver/node';
import { parseInterfaceDocument, type Value } from '../../idol/index.ts';
import { positionOf } from '../position.ts';
import type { Subject } from '../subject.ts';

/** Brackets that go over several lines, and blocks of comments. */
export function foldingRanges({ source }: Subject): FoldingRange[] {
  const { document } = parseInterfaceDocument(source).value;
  const ranges: FoldingRange[] = [];
  const lineOf = (offset: number) => positionOf(source, offset).line;
  const add = (start: number, end: number, kind?: FoldingRangeKind) => {
    const [startLine, endLine] = [lineOf(start), lineOf(end)];
    if (endLine > startLine) ranges.push({ startLine, endLine, ...(kind && { kind }) });
  };
  const visit = (value: Value): void => {
    const inner = partsOf(value);
    // The line of the closing bracket stays visible.
    if (inner) add(value.span.start, source.text.lastIndexOf('\n', value.span.end - 1) - 1);
    for (const part of inner ?? []) visit(part);
  };
  if (document.value) visit(document.value);
  let block: { start: number; end: number; line: number } | undefined;
  for (const { kind, span } of document.comments) {
    const line = lineOf(span.start);
    if (kind === 'line' && block && line === block.line + 1) {
      block = { ...block, end: span.end, line };
      continue;
    }
    if (block) add(block.start, block.end, FoldingRangeKind.Comment);
    block = kind === 'line' ? { ...span, line } : undefined;
    if (kind === 'block') add(span.start, span.end, FoldingRangeKind.Comment);
  }
  if (block) add(block.start, block.end, FoldingRangeKind.Comment);
  return ranges;
}

/** The values in a bracket; undefined for what is none. */
function partsOf(value: Value): readonly Value[] | undefined {
  switch (value.kind) {
    case 'struct':
      return value.fields.map((field) => field.value);
    case 'map':
      return value.entries.map((entry) => entry.value);
    case 'tuple':
    case 'list':
      return value.items;
    default:
      return undefined;
  }
}
