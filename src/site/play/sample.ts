import { knownCodes, type OperationSchema, type Type, type TypeTable } from '../../schema/index.ts';
import { type Value, valueText } from '../../wire/index.ts';

/** Deeper values are left empty: a type may hold itself behind a list. */
const MAX_DEPTH = 12;

/** A value of a type, to begin with in a form. Types that are not known give null. */
export function sampleValue(type: Type, types: TypeTable, depth = 0): Value {
  if (depth > MAX_DEPTH) return null;
  const sample = (inner: Type) => sampleValue(inner, types, depth + 1);
  switch (type.kind) {
    case 'integer':
      return 1;
    case 'float':
      return 1.5;
    case 'bool':
      return true;
    case 'char':
      return 'a';
    case 'tuple':
      return type.elements.map(sample);
    case 'array':
      return typeof type.length === 'number' ? Array.from({ length: type.length }, () => sample(type.element)) : [];
    case 'slice':
      return [sample(type.element)];
    case 'option':
      return sample(type.some);
    case 'result':
      return { Ok: sample(type.ok) };
    case 'alternatives':
      return type.cases[0] ? sample(type.cases[0].type) : null;
    case 'named':
      return sampleOfDefinition(type.id, types, depth);
    case 'unit':
    case 'never':
    case 'unresolved':
      return null;
  }
}

function sampleOfDefinition(id: string, types: TypeTable, depth: number): Value {
  const definition = types[id];
  switch (definition?.kind) {
    case 'struct':
      return sampleOfFields(definition.fields, definition.shape, types, depth);
    case 'enum': {
      const variant = definition.variants[0];
      if (!variant) return null;
      if (variant.shape === 'unit') return variant.name;
      return { [variant.name]: sampleOfFields(variant.fields, variant.shape, types, depth) };
    }
    case 'union': {
      const field = definition.fields[0];
      return field ? { [field.name]: sampleValue(field.type, types, depth + 1) } : null;
    }
    case 'flags':
      return definition.flags[0]?.name ?? 0;
    case undefined:
      return null;
  }
}

function sampleOfFields(
  fields: readonly { readonly name: string; readonly type: Type; readonly serdeSkip?: unknown }[],
  shape: 'unit' | 'tuple' | 'named',
  types: TypeTable,
  depth: number,
): Value {
  const values = fields.map((field) => [field.name, sampleValue(field.type, types, depth + 1)] as const);
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
