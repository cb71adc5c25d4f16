import type { AttributedType, RecvStrategy } from '../model.ts';
import type { Field, MapValue, Value } from '../ron/value.ts';
import type { Context } from './context.ts';
import { readName, readOption, readTypeString } from './leaves.ts';
import { type ExpectedStruct, readStruct } from './struct.ts';
import { expectNoContent, variantItems, variantName } from './variant.ts';

const ATTRIBUTED_TYPE: ExpectedStruct = {
  what: 'a type with attributes',
  fields: ['type', 'recv'],
  unknown: 'refused',
};

const RECV_STRATEGIES = {
  FromBytes: 'FromBytes',
  FromPrimitive: 'FromPrimitive("u8")',
  From: 'From("u8")',
} as const;

/** AttributedType : TypeString | `(` `type:` TypeString `recv:` RecvStrategy `)` */
export function readAttributedType(context: Context, value: Value): AttributedType | undefined {
  if (value.kind !== 'struct' && value.kind !== 'map') {
    // A character is a text of one letter to whoever takes anything.
    const type = readTypeString(context, value, 'character');
    return type && { type, recv: { kind: 'FromBytes' } };
  }
  const fields = readStruct(context, value.kind === 'map' ? structOfMap(value) : value, ATTRIBUTED_TYPE);
  if (fields === undefined) return undefined;
  const typeValue = fields.require('type', fields.span, 'type: "u8"');
  const recvValue = fields.get('recv');
  const recv = recvValue ? readRecvStrategy(context, recvValue) : { kind: 'FromBytes' as const };
  const type = typeValue && readTypeString(context, typeValue);
  return type && recv && { type, recv };
}

/** `{ type: "u8" }`, as the reference compiler takes it where a type may be a text, too. */
function structOfMap(value: MapValue): Value {
  const fields = value.entries.flatMap(({ key, value: content, span }): Field[] => {
    return key.kind === 'name' ? [{ name: key.name, value: content, span }] : [];
  });
  return fields.length < value.entries.length
    ? value
    : { kind: 'struct', fields, open: value.span.start, span: value.span };
}

/** RecvStrategy : `FromBytes` | `FromPrimitive(` TypeString `)` | `From(` TypeString ( `,` Option<Name> )? `)` */
function readRecvStrategy(context: Context, value: Value): RecvStrategy | undefined {
  const { span } = value;
  const kind = variantName(context, value, 'a `recv` strategy', RECV_STRATEGIES);
  switch (kind) {
    case undefined:
      return undefined;
    case 'FromBytes':
      expectNoContent(context, value, kind);
      return { kind, span };
    case 'FromPrimitive': {
      const [item] = variantItems(context, value, RECV_STRATEGIES[kind], 1) ?? [];
      const raw = item && readTypeString(context, item);
      return raw && { kind, raw, span };
    }
    case 'From': {
      const [item, option] = variantItems(context, value, 'From("u8", None)', 1, 2) ?? [];
      const raw = item && readTypeString(context, item);
      const some = option && readOption(context, option, 'Some("function")');
      const name = some && readName(context, some, 'function');
      return raw && { kind, raw, function: name, span };
    }
  }
}
