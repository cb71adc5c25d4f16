import { type OperationSchema, type Type, type TypeTable, type TypeVisitor, visit } from '../../schema/index.ts';
import { type Value, valueText } from '../../wire/index.ts';
import { sampleValue } from './sample.ts';

/** What a form asks for, made of a type: the reader's answers put together are a value of it. */
export type FormField =
  | { readonly kind: 'number' | 'text'; readonly type: string; readonly value: string }
  | { readonly kind: 'bool'; readonly value: boolean }
  /** One of several names; each may ask for more. `tagged`: the value is `{ "<name>": <inner> }` instead of the name. */
  | { readonly kind: 'choice'; readonly options: readonly FormOption[] }
  | {
      readonly kind: 'group';
      readonly fields: readonly (FormField & { readonly name: string })[];
      readonly shape: 'named' | 'tuple';
    }
  /** Always the same value. */
  | { readonly kind: 'fixed'; readonly json: string }
  /** JSON, for what has no better field. */
  | { readonly kind: 'json'; readonly type: string; readonly json: string };

export interface FormOption {
  readonly name: string;
  /** JSON of the value where nothing more is asked for. */
  readonly json?: string;
  readonly inner?: FormField;
  readonly tagged?: true;
}

/** Fields of a larger form are asked for as JSON. */
const MAX_DEPTH = 6;
const MAX_ELEMENTS = 8;

export function formOf({ args }: OperationSchema, types: TypeTable): FormField {
  return {
    kind: 'group',
    shape: 'named',
    fields: args.map(({ name, type }) => ({ name, ...fieldOf(type, types, 0) })),
  };
}

function fieldOf(type: Type, types: TypeTable, depth: number): FormField {
  const asJson = (): FormField => ({ kind: 'json', type: type.kind, json: valueText(sampleValue(type, types)) });
  if (depth > MAX_DEPTH) return asJson();
  const inner = (one: Type) => fieldOf(one, types, depth + 1);
  const fixed = (value: Value): FormField => ({ kind: 'fixed', json: valueText(value) });
  const visitor: TypeVisitor<FormField, undefined> = {
    integer: ({ name }) => ({ kind: 'number', type: name, value: '1' }),
    float: ({ name }) => ({ kind: 'number', type: name, value: '1.5' }),
    bool: () => ({ kind: 'bool', value: true }),
    char: () => ({ kind: 'text', type: 'char', value: 'a' }),
    unit: () => fixed(null),
    never: () => fixed(null),
    array: ({ element, length }) => {
      if (typeof length !== 'number' || length > MAX_ELEMENTS) return asJson();
      const fields = Array.from({ length }, (_, index) => ({ name: String(index), ...inner(element) }));
      return { kind: 'group', shape: 'tuple', fields };
    },
    slice: asJson,
    struct: ({ fields, shape, definition }) =>
      definition ? groupOf(fields, shape, inner) : { kind: 'group', shape: 'tuple', fields: named(fields, inner) },
    enum: ({ of, variants }) => ({
      kind: 'choice',
      options: variants.map(({ name, fields, shape }): FormOption => {
        if (of === 'option') {
          const [some] = fields;
          return name === 'Some' && some ? { name, inner: inner(some.type) } : { name, json: 'null' };
        }
        return shape === 'unit'
          ? { name, json: JSON.stringify(name) }
          : { name, tagged: true, inner: groupOf(fields, shape, inner) };
      }),
    }),
    union: asJson,
    flags: ({ flags, bits }) => (flags.length > 0 ? asJson() : { kind: 'number', type: bits.kind, value: '0' }),
    alternatives: asJson,
    unresolved: asJson,
  };
  return visit(type, types, visitor, undefined);
}

type Parts = readonly { readonly name: string; readonly type: Type }[];

function named(fields: Parts, inner: (type: Type) => FormField) {
  return fields.map(({ name, type }) => ({ name, ...inner(type) }));
}

function groupOf(fields: Parts, shape: 'named' | 'tuple' | 'unit', inner: (type: Type) => FormField): FormField {
  if (shape === 'unit') return { kind: 'fixed', json: 'null' };
  const [only] = fields;
  // A tuple of one is written as what is in it.
  if (shape === 'tuple' && fields.length === 1 && only) return inner(only.type);
  return { kind: 'group', shape, fields: named(fields, inner) };
}

/** The JSON of a form as it begins. */
export function formJson(field: FormField): string {
  switch (field.kind) {
    case 'number':
      return field.value;
    case 'text':
      return JSON.stringify(field.value);
    case 'bool':
      return String(field.value);
    case 'choice': {
      const [option] = field.options;
      return option ? optionJson(option, option.inner && formJson(option.inner)) : 'null';
    }
    case 'group':
      return groupJson(
        field,
        field.fields.map((one) => formJson(one)),
      );
    case 'fixed':
    case 'json':
      return field.json;
  }
}

/** JSON of a chosen option, with that of what it asks for. */
export function optionJson({ name, json, tagged }: FormOption, inner: string | undefined): string {
  if (inner === undefined) return json ?? 'null';
  return tagged ? `{ ${JSON.stringify(name)}: ${inner} }` : inner;
}

/** JSON of a group, with that of each of its fields in order. */
export function groupJson({ fields, shape }: FormField & { kind: 'group' }, parts: readonly string[]): string {
  if (shape === 'tuple') return `[${parts.join(', ')}]`;
  if (parts.length === 0) return '{}';
  return `{ ${parts.map((part, index) => `${JSON.stringify(fields[index]?.name)}: ${part}`).join(', ')} }`;
}
