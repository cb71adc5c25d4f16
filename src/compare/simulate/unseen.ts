import { type InterfaceSchema, type Type, type TypeTable, typesInOperation, walk } from '../../schema/index.ts';
import { type CallVerdict, unknown } from './call-verdict.ts';

/** A type that one side or both could not resolve, and that is not proven to be the same on both. */
export interface Unseen {
  readonly text: string;
  readonly old?: string;
  readonly new?: string;
}

/**
 * The first type that is unresolved under one text on both sides, and of which nothing shows that it is the same: that takes one
 * revision of its crate, pinned by both trees.
 */
export function unseenBetween(
  a: readonly Type[],
  aTypes: TypeTable,
  b: readonly Type[],
  bTypes: TypeTable,
): Unseen | undefined {
  const [first, second] = [unresolvedIn(a, aTypes), unresolvedIn(b, bTypes)];
  for (const [text, revision] of first) {
    if (!second.has(text)) continue;
    const other = second.get(text);
    if (revision === undefined || other === undefined || commitOf(other) !== commitOf(revision)) {
      return { text, ...(revision && { old: revision }), ...(other && { new: other }) };
    }
  }
  return undefined;
}

/** A revision without what was asked for: Cargo writes `?rev=`, `?branch=` and nothing for one commit. */
export function commitOf(revision: string): string {
  return revision.replace(/\?[^#,)]*(?=#)/g, '');
}

/** Every unresolved type by its text, with the revision of the crate that has it, where the tree pins one. */
export function unresolvedIn(types: readonly Type[], table: TypeTable): Map<string, string | undefined> {
  const found = new Map<string, string | undefined>();
  walk(types, table, (type) => {
    if (type.kind === 'unresolved') found.set(type.text, type.reason.revision);
    if (type.kind === 'array' && typeof type.length !== 'number' && type.length.kind === 'unresolved') {
      found.set(type.length.text, type.length.reason.revision);
    }
  });
  return found;
}

/**
 * Whether a schema has a type that is unresolved at no revision that a tree pins: then it may differ from itself. Nothing shows that two
 * builds of it carry the same.
 */
export function mayDifferFromItself({ operations, types }: InterfaceSchema): boolean {
  const unresolved = unresolvedIn(operations.flatMap(typesInOperation), types);
  return [...unresolved.values()].includes(undefined);
}

export function unseenVerdict({ text, old, new: now }: Unseen): CallVerdict {
  const revisions = old && now ? ` Its crate is ${old} on one side and ${now} on the other.` : '';
  return unknown(
    `the type \`${text}\``,
    `What \`${text}\` is made of could not be resolved, and may have changed.${revisions}`,
  );
}
