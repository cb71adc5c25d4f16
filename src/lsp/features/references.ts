import type { Location, Position } from 'vscode-languageserver/node';
import { parseInterfaceDocument } from '../../idol/index.ts';
import type { Found } from '../../rust/index.ts';
import { foundAt, placeOf } from '../declarations.ts';
import { itemAt, pathAt, pathsIn, typesOf } from '../item-at.ts';
import { offsetAt } from '../position.ts';
import { callsOf, implementationsOf } from '../rust-uses.ts';
import { type Subject, scannedAt } from '../subject.ts';
import { locationIn } from './definition.ts';

/** Where something is used: a type in all interface files, an operation in servers and clients, an interface in build scripts. */
export function referencesOf(subject: Subject, position: Position): Location[] {
  const { source, state } = subject;
  const offset = offsetAt(source, position);
  const { document, iface } = parseInterfaceDocument(source).value;
  const item = itemAt(iface, document, offset);
  const file = scannedAt(subject)?.file;
  if (!item || !file) return [];
  switch (item.kind) {
    case 'type': {
      const path = pathAt(source, item.type, offset);
      return path ? usesOfType(subject, foundAt(state, file, path)) : [];
    }
    case 'operation': {
      const { text } = item.operation.name;
      const uses = [...implementationsOf(state, file, text), ...callsOf(state, file, text)];
      return [{ source, span: item.span }, ...uses].map((use) => locationIn(subject, use));
    }
    case 'interface':
      return file.stubs.flatMap(({ buildScript, offset: at }) => {
        const script = state.tree.files.read(buildScript);
        return script ? [locationIn(subject, { source: script, span: { start: at, end: at } })] : [];
      });
    case 'argument':
    case 'lease':
      return [locationIn(subject, { source, span: item.span })];
    case 'word':
      return [];
  }
}

/** Where interface files mention what a name stands for, under whatever name. */
export function usesOfType(subject: Subject, found: readonly Found[]): Location[] {
  const wanted = new Set(found.flatMap((one) => identityOf(one) ?? []));
  if (wanted.size === 0) return [];
  return subject.state.interfaces.flatMap(({ file, interface: iface }) => {
    if (!iface || file.stubs.length === 0) return [];
    const paths = iface.operations.flatMap(typesOf).flatMap(({ type }) => pathsIn(iface.source, type));
    return paths
      .filter((path) => foundAt(subject.state, file, path).some((one) => wanted.has(identityOf(one) ?? '')))
      .map(({ span }) => locationIn(subject, { source: iface.source, span }));
  });
}

function identityOf(found: Found): string | undefined {
  const place = placeOf(found, '');
  return place && `${place.source.path}:${place.name.start}`;
}
