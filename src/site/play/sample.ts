import {
  type Field,
  knownCodes,
  type OperationSchema,
  type Type,
  type TypeTable,
  type TypeVisitor,
  visit,
} from '../../schema/index.ts';
import { type Value, valueText } from '../../wire/index.ts';

/** Deeper values are left empty: a type may hold itself behind a list. */
const MAX_DEPTH = 12;

/** A value of a type, to begin with in a form. Types that are not known give null. */
export function sampleValue(type: Type, types: TypeTable, depth = 0): Value {
  if (depth > MAX_DEPTH) return null;
  const sample = (inner: Type) => sampleValue(inner, types, depth + 1);
  const visitor: TypeVisitor<Value, undefined> = {
    integer: () => 1,
    float: () => 1.5,
    bool: () => true,
    char: () => 'a',
    unit: () => null,
    never: () => null,
    array: ({ element, length }) => (typeof length === 'number' ? Array.from({ length }, () => sample(element)) : []),
    slice: ({ element }) => [sample(element)],
    struct: ({ fields, shape, definition }) =>
      definition ? ofFields(fields, shape, sample) : fields.map((field) => sample(field.type)),
    enum: ({ of, variants }) => {
      const [first, second] = variants;
      if (of === 'option') return second ? ofFields(second.fields, 'tuple', sample) : null;
      if (!first) return null;
      return first.shape === 'unit' ? first.name : { [first.name]: ofFields(first.fields, first.shape, sample) };
    },
    union: ({ fields: [field] }) => (field ? { [field.name]: sample(field.type) } : null),
    flags: ({ flags }) => flags[0]?.name ?? 0,
    alternatives: ({ cases: [first] }) => (first ? sample(first.type) : null),
    unresolved: () => null,
  };
  return visit(type, types, visitor, undefined);
}

function ofFields(fields: readonly Field[], shape: 'unit' | 'tuple' | 'named', sample: (type: Type) => Value): Value {
  const values = fields.map((field) => [field.name, sample(field.type)] as const);
  if (shape === 'unit') return null;
  if (shape === 'named') return Object.fromEntries(values);
  return values.length === 1 ? (values[0]?.[1] ?? null) : values.map(([, value]) => value);
}

/** Arguments of an operation as JSON. */
export function sampleArguments({ args }: OperationSchema, types: TypeTable): string {
  return valueText(Object.fromEntries(args.map(({ name, type }) => [name, sampleValue(type, types)])), '\n');
}

/** What a server may answer, as JSON, with what people call it. */
export function sampleReplies({ reply }: OperationSchema, types: TypeTable): { name: string; json: string }[] {
  const ok = sampleValue(reply.ok.type, types);
  if (reply.kind === 'Simple') return [{ name: 'ok', json: valueText(ok) }];
  const { error } = reply;
  const replies = [{ name: 'Ok', json: valueText({ Ok: ok }) }];
  if (error.kind === 'Complex') replies.push({ name: 'Err', json: valueText({ Err: sampleValue(error.type, types) }) });
  if (error.kind === 'CLike') {
    for (const { name, serverDeath } of knownCodes(error.type, types)?.codes ?? [])
      if (!serverDeath) replies.push({ name: `Err ${name}`, json: valueText({ Err: name }) });
  }
  return replies;
}
