import type { Attributes } from './attributes.ts';
import type { Cursor } from './cursor.ts';
import type { Import, Item } from './item.ts';
import { readName } from './item-parts.ts';

/** Reads what follows `use`, flattened into one import for each name. */
export function readUseTree(cursor: Cursor, prefix: readonly string[], global: boolean, into: Import[]): void {
  const path = [...prefix];
  for (;;) {
    if (cursor.accept('*')) {
      into.push({ global, path });
      return;
    }
    if (cursor.at('{')) {
      const group = cursor.inside();
      while (!group.atEnd) {
        readUseTree(group, path, path.length === 0 ? global || group.accept('::') : global, into);
        if (!group.atEnd) group.expect(',');
      }
      return;
    }
    const { name } = readName(cursor);
    // `a::{self}` is `a` itself.
    if (name !== 'self' || path.length === 0) path.push(name);
    if (!cursor.accept('::')) break;
  }
  const alias = cursor.accept('as') ? cursor.next().text : (path.at(-1) as string);
  if (alias !== '_') into.push({ global, path, name: alias });
}

/** `extern crate a as b;` is a `use` of the crate. */
export function readExternCrate(cursor: Cursor, attributes: Attributes, start: number): Item {
  cursor.index += 2;
  const { name } = readName(cursor);
  const alias = cursor.accept('as') ? readName(cursor).name : name;
  cursor.expect(';');
  const imports = [{ global: true, path: [name], name: alias }];
  return { kind: 'use', imports, ...attributes, span: cursor.spanFrom(start) };
}
