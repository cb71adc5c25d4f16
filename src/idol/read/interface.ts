import { decodeUtf8, type Result, type Source } from '../../text/index.ts';
import { Findings } from '../findings.ts';
import type { Interface, Name } from '../model.ts';
import { parseRon } from '../ron/parser.ts';
import type { Document, Value } from '../ron/value.ts';
import { type Context, contextOf } from './context.ts';
import { readName } from './leaves.ts';
import { readNamed, readOperation } from './operation.ts';
import { type ExpectedStruct, readStruct } from './struct.ts';

const INTERFACE: ExpectedStruct = {
  what: 'an interface',
  name: 'Interface',
  fields: ['name', 'ops'],
  unknown: 'ignored',
};

/**
 * Reads the text of one `.idol` file.
 *
 * @returns the interface with all that could be read of it, and every error. It is `complete` when nothing is missing;
 *   undefined when the text holds no interface at all.
 */
export function parseInterface(source: Source): Result<Interface | undefined> {
  const { value, diagnostics } = parseInterfaceDocument(source);
  return { value: value.iface, diagnostics };
}

/** {@link parseInterface} with the RON that it read. */
export function parseInterfaceDocument(source: Source): Result<{ document: Document; iface: Interface | undefined }> {
  const findings = new Findings(source);
  const document = parseRon(findings);
  const found = document.value && readInterface(contextOf(document, findings), document.value);
  const complete = !findings.hasErrors;
  return { value: { document, iface: found && { ...found, complete } }, diagnostics: findings.diagnostics };
}

/** {@link parseInterface} of a file's bytes, which may not even be text. */
export function parseInterfaceBytes(path: string, bytes: Uint8Array): Result<Interface | undefined> {
  const decoded = decodeUtf8(path, bytes);
  const parsed = parseInterface(decoded.value);
  if (decoded.diagnostics.length === 0) return parsed;
  return {
    value: parsed.value && { ...parsed.value, complete: false },
    diagnostics: [...decoded.diagnostics, ...parsed.diagnostics],
  };
}

/** Interface : `Interface`? `(` ( `name:` Name | `ops:` Map<Operation> )* `)` */
function readInterface(context: Context, value: Value): Omit<Interface, 'complete'> | undefined {
  const fields = readStruct(context, value, INTERFACE);
  if (fields === undefined) return undefined;
  const start = { start: value.span.start, end: Math.min(value.span.end, value.span.start + 'Interface'.length) };
  const nameValue = fields.require('name', start, 'name: "Fan"');
  const opsValue = fields.require('ops', start, 'ops: {}');
  const name = nameValue && readName(context, nameValue, 'interface');
  return {
    source: context.findings.source,
    name: name ?? nameAfterFile(context, start),
    doc: fields.doc ?? context.comments.atTop(),
    operations: opsValue
      ? readNamed(context, opsValue, 'operation', (_, opName, position, entry) =>
          readOperation(context, opName, position + 1, entry),
        )
      : [],
    unknownFields: fields.unknown,
    span: value.span,
  };
}

/** Something to call an interface by that does not say its name: `cpu-seq.idol` gives `CpuSeq`. */
function nameAfterFile({ findings }: Context, span: Name['span']): Name {
  const stem = findings.source.path.replace(/^.*\//, '').replace(/\.[^.]*$/, '');
  const text = stem.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return { text, span };
}
