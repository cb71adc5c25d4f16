import type { Interface } from '../../idol/index.ts';
import { type InterfaceSchema, type Type, type TypeId, walk } from '../../schema/index.ts';
import type { CheckInfo, Diagnostic, Span } from '../../text/index.ts';

const info = {
  id: 'ambiguous-type-name',
  severity: 'note',
  summary: 'Types of several crates have the same name, so a debugger cannot choose between them.',
} as const satisfies CheckInfo;

interface Read {
  readonly interface?: Interface;
  readonly schema?: InterfaceSchema;
}

/** A place in an interface file whose type reaches a definition. */
interface Use {
  readonly read: Interface;
  readonly span: Span;
}

/** One finding for each name, where a type of the second crate is first used. */
export const ambiguousTypeName = {
  ...info,
  find(interfaces: readonly Read[]): Diagnostic[] {
    const crates = new Map<string, Map<string, Use>>();
    for (const { interface: read, schema } of interfaces) {
      if (!read || !schema) continue;
      const uses = usesOf(read, schema);
      for (const { id, name, crate } of Object.values(schema.types)) {
        const use = uses.get(id);
        const known = crates.get(name) ?? new Map<string, Use>();
        if (use && !known.has(crate)) known.set(crate, use);
        crates.set(name, known);
      }
    }
    return [...crates].flatMap(([name, byCrate]): Diagnostic[] => {
      const [[, first] = [], [, second] = []] = [...byCrate].map((entry) => entry);
      if (!first || !second) return [];
      const list = [...byCrate.keys()].map((crate) => `\`${crate}\``).join(' and ');
      return [
        {
          check: info.id,
          severity: info.severity,
          source: second.read.source,
          span: second.span,
          message: `\`${name}\` is a type in ${list}`,
          related: [{ source: first.read.source, span: first.span, message: 'the other type is used here' }],
          note: 'Humility looks up a type by its name: if an image has both types, it cannot choose',
          help: 'rename one of the types',
        },
      ];
    });
  },
};

/** The first place of each definition that an interface reaches. */
function usesOf(read: Interface, { operations, types }: InterfaceSchema): Map<TypeId, Use> {
  const uses = new Map<TypeId, Use>();
  const note = (type: Type | undefined, span: Span | undefined) => {
    if (!type || !span) return;
    walk([type], types, (inner) => {
      if (inner.kind === 'named' && !uses.has(inner.id)) uses.set(inner.id, { read, span });
    });
  };
  for (const [index, { args, leases, reply }] of read.operations.entries()) {
    const resolved = operations[index];
    if (!resolved) continue;
    for (const [at, arg] of args.entries()) note(resolved.args[at]?.type, arg.type.span);
    for (const [at, lease] of leases.entries()) note(resolved.leases[at]?.type, lease.type.span);
    note(resolved.reply.ok.type, reply.ok.type.span);
    const error = resolved.reply.kind === 'Result' ? resolved.reply.error : undefined;
    if (error && error.kind !== 'ServerDeath' && reply.kind === 'Result' && reply.error.kind !== 'ServerDeath') {
      note(error.type, reply.error.type.span);
    }
  }
  return uses;
}
