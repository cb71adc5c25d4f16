import { pathToFileURL } from 'node:url';
import type { Location, Position } from 'vscode-languageserver/node';
import { parseInterfaceDocument } from '../../idol/index.ts';
import type { Source, Span } from '../../text/index.ts';
import { foundAt, placeOf } from '../declarations.ts';
import { itemAt, pathAt } from '../item-at.ts';
import { offsetAt, pathIn, rangeOf } from '../position.ts';
import { implementationsOf } from '../rust-uses.ts';
import { type Subject, scannedAt } from '../subject.ts';

/**
 * Where something is defined: a type in its Rust source; an operation in the servers that implement it and the images that restrict it;
 * an interface in the crates that include its stubs.
 */
export function definitionsOf(subject: Subject, position: Position): Location[] {
  const { source, state } = subject;
  const offset = offsetAt(source, position);
  const { document, iface } = parseInterfaceDocument(source).value;
  const item = itemAt(iface, document, offset);
  const file = scannedAt(subject)?.file;
  if (!item || !file) return [];
  switch (item.kind) {
    case 'type': {
      const path = pathAt(source, item.type, offset);
      const found = path ? foundAt(state, file, path) : [];
      return found.flatMap((one) => {
        const place = placeOf(one, subject.folder);
        return place?.file === undefined
          ? []
          : [{ uri: uriIn(subject, place.file), range: rangeOf(place.source, place.name) }];
      });
    }
    case 'operation': {
      const { text } = item.operation.name;
      const restrictions = state.workspace.restrictions.filter(
        (entry) => entry.path === file.path && entry.operation === text,
      );
      return [...implementationsOf(state, file, text), ...restrictions].map((use) => locationIn(subject, use));
    }
    case 'interface':
      return file.stubs.flatMap(({ crate }) => {
        const root = crate.outside ? undefined : state.tree.files.read(crate.root);
        return root ? [locationIn(subject, { source: root, span: { start: 0, end: 0 } })] : [];
      });
    case 'argument':
    case 'lease':
      return [locationIn(subject, { source, span: item.span })];
    case 'word':
      return [];
  }
}

/** A place in a file of the tree. */
export function locationIn({ uriOf }: Subject, { source, span }: { source: Source; span: Span }): Location {
  return { uri: uriOf(source.path), range: rangeOf(source, span) };
}

/** The address of a file of the tree as the editor has it; of a crate from outside, of its file on disk. */
function uriIn({ uriOf, folder }: Subject, file: string): string {
  const path = pathIn(folder, file);
  return path === undefined ? pathToFileURL(file).href : uriOf(path);
}
