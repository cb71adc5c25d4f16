import type { Hover, Position } from 'vscode-languageserver/node';
import type { ScannedInterface } from '../../registry/index.ts';
import {
  knownCodes,
  type OperationSchema,
  reachableTypes,
  type TypeDefinition,
  type TypeId,
  typesInOperation,
} from '../../schema/index.ts';
import { offsetAt, rangeOf } from '../position.ts';
import type { Subject } from '../subject.ts';
import { codesText } from './hover.ts';

/** Interfaces that are named with their operations; more are counted. */
const MAX_INTERFACES = 12;

/** In a Rust file, what is sent in which operations: on the name of a type that one of them carries. */
export function rustHover({ state, source, path }: Subject, position: Position): Hover | null {
  const offset = offsetAt(source, position);
  const word = wordAt(source.text, offset);
  if (!word) return null;
  const carried = state.interfaces.flatMap((one) => {
    const found = Object.values(one.schema?.types ?? {}).find(
      ({ name, place }) => place?.path === path && name.replace(/<.*$/s, '') === word.text,
    );
    return found ? [{ one, definition: found }] : [];
  });
  const [first] = carried;
  if (!first) return null;
  const lines = carried.slice(0, MAX_INTERFACES).map(({ one, definition }) => carriersText(one, definition.id));
  const more = carried.length > MAX_INTERFACES ? [`- and ${carried.length - MAX_INTERFACES} more interfaces`] : [];
  const text = [`\`${word.text}\` is sent in`, [...lines, ...more].join('\n'), ...codesOf(first.one, first.definition)];
  return { contents: { kind: 'markdown', value: text.join('\n\n') }, range: rangeOf(source, word) };
}

function carriersText({ interface: iface, schema, file }: ScannedInterface, id: TypeId): string {
  const operations = (schema?.operations ?? []).flatMap((operation) => {
    const ways = waysOf(operation, id, schema?.types ?? {});
    return ways.length > 0 ? [`\`${operation.name}\` (${ways.join(', ')})`] : [];
  });
  return `- \`${iface?.name.text ?? file.path}\`: ${operations.join(', ')}`;
}

/** As what an operation carries a type. */
function waysOf(operation: OperationSchema, id: TypeId, types: Readonly<Record<TypeId, TypeDefinition>>): string[] {
  const { args, leases, reply } = operation;
  const carries = (part: Partial<OperationSchema>) => {
    const empty = { ...operation, args: [], leases: [], reply: { kind: 'Simple', ok: UNIT } as const };
    return Object.hasOwn(reachableTypes(typesInOperation({ ...empty, ...part }), types), id);
  };
  const errorPart = reply.kind === 'Result' ? { reply: { ...reply, ok: UNIT } } : {};
  return [
    ...(carries({ args }) ? ['arguments'] : []),
    ...(carries({ reply: { kind: 'Simple', ok: reply.ok } }) ? ['reply'] : []),
    ...(carries(errorPart) ? ['error'] : []),
    ...(carries({ leases }) ? ['leases'] : []),
  ];
}

const UNIT = { text: '()', type: { kind: 'unit' }, recv: { kind: 'FromBytes' } } as const;

/** The return codes, of a type that some operation has as its error. */
function codesOf({ schema }: ScannedInterface, { id }: TypeDefinition): string[] {
  const isError = schema?.operations.some(
    ({ reply }) =>
      reply.kind === 'Result' &&
      reply.error.kind === 'CLike' &&
      reply.error.type.kind === 'named' &&
      reply.error.type.id === id,
  );
  const known = isError ? knownCodes({ kind: 'named', id }, schema?.types ?? {}) : null;
  return known ? [codesText(known)] : [];
}

function wordAt(text: string, offset: number): { text: string; start: number; end: number } | undefined {
  const before = /[A-Za-z0-9_]*$/.exec(text.slice(Math.max(0, offset - 200), offset))?.[0] ?? '';
  const after = /^[A-Za-z0-9_]*/.exec(text.slice(offset, offset + 200))?.[0] ?? '';
  const word = before + after;
  return word === '' ? undefined : { text: word, start: offset - before.length, end: offset + after.length };
}
