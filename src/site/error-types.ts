import type { InterfaceEntry } from '../registry/index.ts';
import { knownCodes, type TypeId, walk } from '../schema/index.ts';
import { registry } from './context.ts';
import { list } from './tracked.ts';

/** An enum that operations reply as their error, or that is inside one. */
export interface ErrorType {
  readonly id: TypeId;
  readonly name: string;
  /** `code`: the return code of the call. `bytes`: the call returns 1, and the number is the tag in the bytes. */
  readonly sentAs: 'code' | 'bytes';
  /** Null where code that cannot be read makes the codes. */
  readonly codes: readonly { readonly name: string; readonly code: number; readonly serverDeath?: true }[] | null;
  readonly operations: readonly {
    readonly entry: InterfaceEntry;
    readonly operation: { name: string; number: number };
  }[];
}

/** Every error enum once: those that operations name, then those that are inside them. */
export const errorTypes: readonly ErrorType[] = list('error types', () => {
  const byType = new Map<TypeId, ErrorType & { operations: ErrorType['operations'][number][] }>();
  const nested = new Map<TypeId, ErrorType['operations'][number][]>();
  for (const entry of registry.interfaces) {
    const { types = {}, operations = [] } = entry.schema ?? {};
    for (const operation of operations) {
      const { reply } = operation;
      if (reply.kind !== 'Result' || reply.error.kind === 'ServerDeath' || reply.error.type.kind !== 'named') continue;
      const { kind, type } = reply.error;
      const use = { entry, operation };
      const known = byType.get(type.id);
      if (known) known.operations.push(use);
      else if (kind === 'CLike') {
        const codes = knownCodes(type, types)?.codes ?? null;
        byType.set(type.id, { ...named(type.id), sentAs: 'code', codes, operations: [use] });
      } else if (tagsOf(type.id)) {
        byType.set(type.id, { ...named(type.id), sentAs: 'bytes', codes: tagsOf(type.id) ?? null, operations: [use] });
      }
      if (kind === 'Complex')
        walk([type], types, (one) => {
          if (one.kind === 'named' && one.id !== type.id) nested.set(one.id, [...(nested.get(one.id) ?? []), use]);
        });
    }
  }
  for (const [id, operations] of nested) {
    const codes = tagsOf(id);
    if (codes && !byType.has(id))
      byType.set(id, { ...named(id), sentAs: 'bytes', codes, operations: [...new Set(operations)] });
  }
  return [...byType.values()];
});

function named(id: TypeId): { id: TypeId; name: string } {
  return { id, name: registry.types[id]?.name ?? id };
}

/** Variants by their tags; undefined for what is no enum. */
function tagsOf(id: TypeId): { name: string; code: number }[] | undefined {
  const definition = registry.types[id];
  return definition?.kind === 'enum'
    ? definition.variants.map(({ name, index }) => ({ name, code: index }))
    : undefined;
}
