import { type InterfaceSchema, type OperationSchema, type Type, type TypeTable, walk } from '../../schema/index.ts';
import { type CallVerdict, unknown } from './call-verdict.ts';

/** A type that one side or both do not know in full, and that is not proven to be the same on both. */
export interface Unseen {
  readonly text: string;
  /** What is not known of it: what it is made of, or its serde attributes alone. */
  readonly what: 'type' | 'serde attributes';
  readonly old?: string;
  readonly new?: string;
}

/** A type as a part of an operation, with whether serde encodes it: what attributes change matters there alone. */
export interface SentType {
  readonly type: Type;
  readonly isSerde: boolean;
}

export function sentArguments({ args, encoding }: OperationSchema): SentType[] {
  return args.map(({ type }) => ({ type, isSerde: encoding !== 'Zerocopy' }));
}

/** The arguments, leases, reply and error of an operation, in this order. */
export function sentTypes(operation: OperationSchema): SentType[] {
  const { leases, reply, encoding } = operation;
  const isSerde = encoding !== 'Zerocopy';
  return [
    ...sentArguments(operation),
    ...leases.map(({ type }) => ({ type, isSerde: false })),
    { type: reply.ok.type, isSerde },
    ...(reply.kind === 'Result' && reply.error.kind !== 'ServerDeath'
      ? [{ type: reply.error.type, isSerde: reply.error.kind === 'Complex' }]
      : []),
  ];
}

/**
 * The first type that is unresolved under one text on both sides, and of which nothing shows that it is the same: that takes one
 * revision of its crate, pinned by both trees.
 */
export function unseenBetween(
  a: readonly SentType[],
  aTypes: TypeTable,
  b: readonly SentType[],
  bTypes: TypeTable,
): Unseen | undefined {
  const [first, second] = [unresolvedIn(a, aTypes), unresolvedIn(b, bTypes)];
  for (const [text, { what, revision }] of first) {
    const other = second.get(text);
    if (!other) continue;
    if (revision === undefined || other.revision === undefined || commitOf(other.revision) !== commitOf(revision)) {
      return { text, what, ...(revision && { old: revision }), ...(other.revision && { new: other.revision }) };
    }
  }
  return undefined;
}

/** A revision without what was asked for: Cargo writes `?rev=`, `?branch=` and nothing for one commit. */
export function commitOf(revision: string): string {
  return revision.replace(/\?[^#,)]*(?=#)/g, '');
}

/** Revisions of one crate as sentences have them: without the repository, unless that is what differs. */
export function revisionTexts(old: string, now: string): { old: string; new: string } {
  const [a, b] = [old, now].map((revision) => revision.replace(/\(git\+[^)#]*#([0-9a-f]{7})[^)]*\)/g, '($1)'));
  return a === undefined || b === undefined || a === b ? { old, new: now } : { old: a, new: b };
}

interface Unresolved {
  readonly what: Unseen['what'];
  /** Of the crate that has the type, where the tree pins one; of what a firmware was built from. */
  readonly revision: string | undefined;
}

/** Every type that is not known in full, by its text. */
export function unresolvedIn(sent: readonly SentType[], table: TypeTable): Map<string, Unresolved> {
  const found = new Map<string, Unresolved>();
  for (const isSerde of [false, true]) {
    const types = sent.filter((one) => one.isSerde === isSerde).map(({ type }) => type);
    walk(types, table, (type) => {
      if (type.kind === 'unresolved') found.set(type.text, { what: 'type', revision: type.reason.revision });
      if (type.kind === 'array' && typeof type.length !== 'number' && type.length.kind === 'unresolved') {
        found.set(type.length.text, { what: 'type', revision: type.length.reason.revision });
      }
      const definition = isSerde && type.kind === 'named' ? table[type.id] : undefined;
      if (definition?.serdeUnseen) {
        found.set(definition.name, { what: 'serde attributes', revision: definition.serdeUnseen.revision });
      }
    });
  }
  return found;
}

/** Whether a schema has a type that is not known in full. */
export function hasUnresolved({ operations, types }: InterfaceSchema): boolean {
  return unresolvedIn(operations.flatMap(sentTypes), types).size > 0;
}

/**
 * Whether a schema has a type that is unresolved at no revision that a tree pins: then it may differ from itself. Nothing shows that two
 * builds of it carry the same.
 */
export function mayDifferFromItself({ operations, types }: InterfaceSchema): boolean {
  return [...unresolvedIn(operations.flatMap(sentTypes), types).values()].some(
    ({ revision }) => revision === undefined,
  );
}

export function unseenVerdict({ text, what, old, new: now }: Unseen): CallVerdict {
  if (what === 'serde attributes') {
    const sentence = `A firmware does not hold the serde attributes of \`${text}\`, and they may have changed.`;
    return unknown(`the serde attributes of \`${text}\``, sentence);
  }
  const texts = old && now ? revisionTexts(old, now) : undefined;
  const revisions = texts ? ` Its crate is ${texts.old} on one side and ${texts.new} on the other.` : '';
  return unknown(
    `the type \`${text}\``,
    `The type \`${text}\` could not be resolved, and may have changed.${revisions}`,
  );
}
