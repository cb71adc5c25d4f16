import { type InlayHint, InlayHintKind, type Range } from 'vscode-languageserver/node';
import { operationLayouts, type Size } from '../../wire/index.ts';
import { overlap, positionOf, rangeOf } from '../position.ts';
import { type Subject, scannedAt } from '../subject.ts';

/** Numbers of operations and leases, and sizes in bytes; a size that is not known, or differs between targets, is left out. */
export function inlayHints(subject: Subject, range: Range): InlayHint[] {
  const scanned = scannedAt(subject);
  const iface = scanned?.interface;
  if (!scanned || !iface) return [];
  const { schema, layouts } = scanned;
  const { source } = iface;
  const hints: InlayHint[] = [];
  const add = (offset: number, label: string, tooltip: string) =>
    hints.push({ position: positionOf(source, offset), label, tooltip, kind: InlayHintKind.Type, paddingLeft: true });
  for (const operation of iface.operations) {
    if (!overlap(rangeOf(source, operation.span), range)) continue;
    const position = schema?.operations.findIndex(({ name }) => name === operation.name.text) ?? -1;
    const own = schema?.operations[position];
    const laidOut = operationLayouts(layouts, position);
    const [only] = laidOut;
    const layout = laidOut.length === 1 ? only?.layout : undefined;
    const sizes = layout ? ` ${sizeText(layout.message.size)} → ${sizeText(layout.reply.size)} B` : '';
    add(
      operation.name.span.end,
      `#${operation.number}${sizes}`,
      `operation ${operation.number}${layout ? '; bytes of the message → bytes of the reply' : ''}`,
    );
    for (const [index, argument] of operation.args.entries()) {
      const node = layout?.message.root.children[index];
      if (!node?.size) continue;
      const at = node.offset === null ? '' : `${node.offset}: `;
      add(argument.span.end, `${at}${sizeText(node.size)} B`, 'offset in the message, and size');
    }
    for (const lease of operation.leases) {
      const size = layout?.leases[lease.index]?.size;
      const each = own?.leases[lease.index]?.slice ? ' each' : '';
      const label = `lease ${lease.index}${size ? `: ${sizeText(size)} B${each}` : ''}`;
      add(lease.name.span.end, label, 'lease index, and size');
    }
  }
  return hints;
}

function sizeText(size: Size | undefined): string {
  if (!size) return '?';
  return size.min === size.max ? String(size.max) : `${size.min}–${size.max}`;
}
