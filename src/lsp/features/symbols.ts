import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver/node';
import type { Interface, Name, Operation } from '../../idol/index.ts';
import type { Span } from '../../text/index.ts';
import { rangeOf } from '../position.ts';
import { interfaceAt, type Subject } from '../subject.ts';

/** The interface of a document with its operations, and their arguments and leases. */
export function documentSymbols(subject: Subject): DocumentSymbol[] {
  const iface = interfaceAt(subject);
  if (!iface) return [];
  const { source } = iface;
  const symbol = (name: Name, span: Span, kind: SymbolKind, detail: string, children: DocumentSymbol[] = []) => ({
    // The protocol refuses a symbol without a name.
    name: name.text || '(no name)',
    detail,
    kind,
    range: rangeOf(source, { start: Math.min(span.start, name.span.start), end: Math.max(span.end, name.span.end) }),
    selectionRange: rangeOf(source, name.span),
    children,
  });
  const ofOperation = (operation: Operation) =>
    symbol(operation.name, operation.span, SymbolKind.Method, `operation ${operation.number}`, [
      ...operation.args.map(({ name, span, type }) => symbol(name, span, SymbolKind.Variable, type.text)),
      ...operation.leases.map(({ name, span, type, index }) =>
        symbol(name, span, SymbolKind.Array, `lease ${index}: ${type.text}`),
      ),
    ]);
  return [symbol(iface.name, iface.span, SymbolKind.Interface, countText(iface), iface.operations.map(ofOperation))];
}

function countText({ operations }: Interface): string {
  return operations.length === 1 ? '1 operation' : `${operations.length} operations`;
}
