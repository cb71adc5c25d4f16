import type { Span } from '../../text/index.ts';
import { reportDuplicateName } from '../checks/duplicate-name.ts';
import type { Argument, Encoding, ErrorKind, Lease, Name, Operation, Reply, UnknownField } from '../model.ts';
import type { Entry, Value } from '../ron/value.ts';
import { type Context, reportShape } from './context.ts';
import { readMaxLen, readName, readTypeString } from './leaves.ts';
import { type ExpectedStruct, readStruct } from './struct.ts';
import { readAttributedType } from './types.ts';
import { expectNoContent, variantItems, variantName } from './variant.ts';

const OPERATION: ExpectedStruct = {
  what: 'an operation',
  name: 'Operation',
  fields: ['args', 'leases', 'reply', 'idempotent', 'encoding'],
  unknown: 'ignored',
};
const LEASE: ExpectedStruct = {
  what: 'a lease',
  name: 'Lease',
  fields: ['type', 'read', 'write', 'max_len'],
  unknown: 'ignored',
};
const RESULT: ExpectedStruct = { what: 'a result', fields: ['ok', 'err'], unknown: 'ignored' };

const ENCODINGS = { Zerocopy: 'Zerocopy', Ssmarshal: 'Ssmarshal', Hubpack: 'Hubpack' } as const;
const REPLIES = { Simple: 'Simple("u8")', Result: 'Result(ok: "u8", err: CLike("E"))' } as const;
const ERRORS = { CLike: 'CLike("E")', Complex: 'Complex("E")', ServerDeath: 'ServerDeath' } as const;

/** Operation : `(` ( `args:` Map<Argument> | `leases:` Map<Lease> | `reply:` Reply | `idempotent:` Bool | `encoding:` Encoding )* `)` */
export function readOperation(context: Context, name: Name, number: number, entry: Entry): Operation | undefined {
  const fields = readStruct(context, entry.value, OPERATION);
  if (fields === undefined) return undefined;
  const argsValue = fields.get('args');
  const leasesValue = fields.get('leases');
  const args = argsValue ? readNamed(context, argsValue, 'argument', readArgument) : [];
  const leases = leasesValue ? readNamed(context, leasesValue, 'lease', readLease) : [];
  const idempotent = fields.flag('idempotent');
  const encodingValue = fields.get('encoding');
  const replyValue = fields.require('reply', name.span, 'reply: Simple("()")');
  const ignored: UnknownField[] = [...fields.unknown];
  const encoding = encodingValue ? readEncoding(context, encodingValue) : 'Zerocopy';
  const reply = replyValue && readReply(context, replyValue, ignored);
  const doc = fields.doc ?? context.comments.above(entry.span.start);
  if (reply === undefined || encoding === undefined) return undefined;
  return {
    name,
    number,
    doc,
    args,
    leases,
    reply,
    idempotent: idempotent.value,
    idempotentSpan: idempotent.span,
    encoding,
    encodingSpan: encodingValue?.span,
    unknownFields: ignored,
    span: entry.span,
  };
}

/**
 * Named : `{` ( Name `:` Item ( `,` Name `:` Item )* `,`? )? `}`
 *
 * An item that cannot be read still takes its position.
 */
export function readNamed<T>(
  context: Context,
  value: Value,
  what: 'operation' | 'argument' | 'lease',
  read: (context: Context, name: Name, position: number, entry: Entry) => T | undefined,
): T[] {
  if (value.kind !== 'map') {
    reportShape(context, value, `a map of ${what}s \`{…}\``, {
      help: `write \`{ "name": …, }\`, or omit it if there is no ${what}`,
    });
    return [];
  }
  const items: T[] = [];
  const first = new Map<string, Name>();
  value.entries.forEach((entry, position) => {
    const name = readName(context, entry.key, what);
    if (name === undefined) return;
    const earlier = first.get(name.text);
    if (earlier) reportDuplicateName(context.findings, what, name, earlier);
    else first.set(name.text, name);
    const item = read(context, name, position, entry);
    if (item !== undefined && earlier === undefined) items.push(item);
  });
  return items;
}

function readArgument(context: Context, name: Name, _position: number, entry: Entry): Argument | undefined {
  const attributed = readAttributedType(context, entry.value);
  return attributed && { ...attributed, name, doc: context.comments.above(entry.span.start), span: entry.span };
}

/** Lease : `(` ( `type:` TypeString | `read:` Bool | `write:` Bool | `max_len:` Option<Integer> )* `)` */
function readLease(context: Context, name: Name, index: number, entry: Entry): Lease | undefined {
  if (entry.value.kind === 'string') {
    return reportShape(context, entry.value, 'a lease `(…)`', {
      help: `write \`(type: ${context.findings.source.slice(entry.value.span)}, read: true)\`, \`write: true\` if the server writes to it`,
    });
  }
  const fields = readStruct(context, entry.value, LEASE);
  if (fields === undefined) return undefined;
  const typeValue = fields.require('type', name.span, 'type: "[u8]"');
  const maxLenValue = fields.get('max_len');
  const read = fields.flag('read').value;
  const write = fields.flag('write').value;
  const type = typeValue && readTypeString(context, typeValue);
  const maxLen = maxLenValue && readMaxLen(context, maxLenValue);
  const doc = fields.doc ?? context.comments.above(entry.span.start);
  if (type === undefined) return undefined;
  return {
    name,
    index,
    doc,
    type,
    read,
    write,
    maxLen,
    maxLenSpan: maxLenValue?.span,
    unknownFields: fields.unknown,
    span: entry.span,
  };
}

/** Encoding : `Zerocopy` | `Ssmarshal` | `Hubpack` */
function readEncoding(context: Context, value: Value): Encoding | undefined {
  const encoding = variantName(context, value, 'an encoding', ENCODINGS);
  if (encoding !== undefined) expectNoContent(context, value, encoding);
  return encoding;
}

/** Reply : `Simple(` AttributedType `)` | `Result(` `ok:` AttributedType `err:` Error `)` */
function readReply(context: Context, value: Value, ignored: UnknownField[]): Reply | undefined {
  const kind = variantName(context, value, 'a reply', REPLIES);
  const { span } = value;
  switch (kind) {
    case undefined:
      return undefined;
    case 'Simple': {
      const [item] = variantItems(context, value, REPLIES.Simple, 1) ?? [];
      const ok = item && readAttributedType(context, item);
      return ok && { kind, ok, span };
    }
    case 'Result':
      return readResult(context, value, span, ignored);
  }
}

function readResult(context: Context, value: Value, span: Span, ignored: UnknownField[]): Reply | undefined {
  const fields = readStruct(context, value, RESULT);
  if (fields === undefined) return undefined;
  ignored.push(...fields.unknown);
  const place = value.kind === 'struct' && value.name ? value.name.span : span;
  const okValue = fields.require('ok', place, 'ok: "()"');
  const errValue = fields.require('err', place, 'err: CLike("E")');
  const ok = okValue && readAttributedType(context, okValue);
  const error = errValue && readError(context, errValue);
  return ok && error && { kind: 'Result', ok, error, span };
}

/** Error : `CLike(` TypeString `)` | `Complex(` TypeString `)` | `ServerDeath` */
function readError(context: Context, value: Value): ErrorKind | undefined {
  const kind = variantName(context, value, 'a kind of error', ERRORS);
  const { span } = value;
  switch (kind) {
    case undefined:
      return undefined;
    case 'ServerDeath':
      expectNoContent(context, value, kind);
      return { kind, span };
    case 'CLike':
    case 'Complex': {
      const [item] = variantItems(context, value, ERRORS[kind], 1) ?? [];
      const type = item && readTypeString(context, item);
      return type && { kind, type, span };
    }
  }
}
