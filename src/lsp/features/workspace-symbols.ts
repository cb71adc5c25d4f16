import { type SymbolInformation, SymbolKind } from 'vscode-languageserver/node';
import type { TreeState } from '../open-tree.ts';
import { rangeOf } from '../position.ts';

/** More are found by a longer query. */
const MAX_SYMBOLS = 500;

/** Interfaces and operations of a tree whose names have the letters of a query in their order. */
export function workspaceSymbols(
  { interfaces }: TreeState,
  query: string,
  uriOf: (path: string) => string,
): SymbolInformation[] {
  const letters = [...query.toLowerCase()];
  const symbols = interfaces.flatMap(({ interface: iface, kind }): SymbolInformation[] => {
    if (!iface || kind !== 'interface') return [];
    const { source, name, operations } = iface;
    const symbol = (text: string, span: typeof name.span, of: SymbolKind) => ({
      name: text,
      kind: of,
      containerName: of === SymbolKind.Method ? name.text : source.path,
      location: { uri: uriOf(source.path), range: rangeOf(source, span) },
    });
    return [
      symbol(name.text, name.span, SymbolKind.Interface),
      ...operations.map((one) => symbol(one.name.text, one.name.span, SymbolKind.Method)),
    ];
  });
  return symbols.filter(({ name }) => name !== '' && matches(name.toLowerCase(), letters)).slice(0, MAX_SYMBOLS);
}

function matches(name: string, letters: readonly string[]): boolean {
  let at = 0;
  for (const letter of letters) {
    const found = name.indexOf(letter, at);
    if (found < 0) return false;
    at = found + 1;
  }
  return true;
}
