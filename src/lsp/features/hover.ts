import type { Hover, MarkupContent } from 'vscode-languageserver/node';
import { type Lease, type Operation, parseInterfaceDocument } from '../../idol/index.ts';
import { buildConfigurations, layoutTexts, type ScannedInterface } from '../../registry/index.ts';
import { type KnownCodes, knownCodes, type OperationSchema } from '../../schema/index.ts';
import { plainPaint } from '../../text/index.ts';
import { allowedCallersOf } from '../../tree/index.ts';
import { type OperationLayout, operationLayouts, type Size } from '../../wire/index.ts';
import { foundAt, placeOf } from '../declarations.ts';
import { type Item, itemAt, pathAt, type TypeRole } from '../item-at.ts';
import { KEYWORDS } from '../keywords.ts';
import { offsetAt, rangeOf } from '../position.ts';
import { type Subject, scannedAt } from '../subject.ts';
import { clientsOf, serversOf, usersText } from '../users.ts';

/** Lines of a Rust definition that are shown. */
const MAX_LINES = 60;

/** What is known of what stands at a place of an interface file. */
export function hover(
  subject: Subject,
  position: { line: number; character: number },
  since: (operation: string) => string | undefined = () => undefined,
): Hover | null {
  const { source } = subject;
  const offset = offsetAt(source, position);
  const { document, iface } = parseInterfaceDocument(source).value;
  const item = itemAt(iface, document, offset);
  const text = item && textOf(item, subject, offset, since);
  return item && text !== undefined && text !== ''
    ? { contents: markdown(text), range: rangeOf(source, item.span) }
    : null;
}

function textOf(
  item: Item,
  subject: Subject,
  offset: number,
  since: (operation: string) => string | undefined,
): string | undefined {
  switch (item.kind) {
    case 'word':
      return KEYWORDS[item.text];
    case 'interface':
      return interfaceText(subject);
    case 'operation':
      return operationText(item.operation, subject, since(item.operation.name.text));
    case 'argument':
      return joined([
        `argument \`${item.argument.name.text}\`: \`${item.argument.type.text}\``,
        item.argument.doc?.text,
        sizeText(subject, item.operation, { of: 'argument', argument: item.argument }),
      ]);
    case 'lease':
      return joined([
        leaseText(item.lease),
        item.lease.doc?.text,
        sizeText(subject, item.operation, { of: 'lease', lease: item.lease }),
      ]);
    case 'type':
      return typeText(item, subject, offset);
  }
}

function interfaceText(subject: Subject): string | undefined {
  const scanned = scannedAt(subject);
  const iface = scanned?.interface;
  if (!scanned || !iface) return undefined;
  const { operations, name, doc } = iface;
  const { images } = subject.state.workspace;
  return joined([
    `interface \`${name.text}\`, ${operations.length} ${operations.length === 1 ? 'operation' : 'operations'}`,
    doc?.text,
    usersText('served by', serversOf(scanned.file, images)),
    usersText('called by', clientsOf(scanned.file, images)),
  ]);
}

function operationText(operation: Operation, subject: Subject, since: string | undefined): string {
  const { name, number, encoding, idempotent, doc } = operation;
  const scanned = scannedAt(subject);
  const facts = [`operation ${number}`, encoding, ...(idempotent ? ['idempotent'] : [])].join(', ');
  const { images } = subject.state.workspace;
  const file = scanned?.file;
  const callers = file ? allowedCallersOf(file, images, name.text) : [];
  return joined([
    `**\`${name.text}\`**: ${facts}${since === undefined ? '' : `, ${since}`}`,
    doc?.text,
    scanned && fenced('text', layoutText(scanned, operation, subject)),
    file && usersText('served by', serversOf(file, images)),
    file && usersText('called by', clientsOf(file, images)),
    ...callers.map((one) => `only ${codes(one.callers) || 'nobody'} may call it in ${codes(one.images)}`),
  ]);
}

/** Ruler and tables of one operation, as `layout` prints them. */
function layoutText(scanned: ScannedInterface, operation: Operation, { state }: Subject): string | undefined {
  const { schema, file, layouts } = scanned;
  const found = schemaOf(scanned, operation);
  if (!found || !schema) return undefined;
  const index = schema.operations.indexOf(found);
  const one = { ...schema, operations: [found] };
  const own = layouts.map((layout) => ({ ...layout, operations: layout.operations.slice(index, index + 1) }));
  const [text] = layoutTexts(
    { schema: one, layouts: own, allowedCallers: {} },
    plainPaint,
    buildConfigurations(one, file, state.workspace),
  );
  // The first line has the facts that stand above.
  return text?.split('\n').slice(2).join('\n');
}

function schemaOf({ schema }: ScannedInterface, { name, number }: Operation): OperationSchema | undefined {
  return schema?.operations.find((one) => one.name === name.text && one.number === number);
}

function leaseText({ name, index, type, read, write, maxLen }: Lease): string {
  const access = [...(read ? ['read'] : []), ...(write ? ['write'] : [])].join(' and ') || 'not use';
  const length = maxLen === undefined ? '' : `, at most ${maxLen} elements`;
  return `lease ${index} \`${name.text}\`: \`${type.text}\`, the server may ${access} it${length}`;
}

function typeText(item: Extract<Item, { kind: 'type' }>, subject: Subject, offset: number): string | undefined {
  const scanned = scannedAt(subject);
  const path = pathAt(subject.source, item.type, offset);
  const found = scanned && path ? foundAt(subject.state, scanned.file, path) : [];
  const definitions = found.flatMap((one) => {
    const place = placeOf(one, subject.folder);
    if (!place || place.item.end === 0) return [];
    const text = place.source.slice(place.item);
    const lines = text.split('\n');
    const shown = lines.length > MAX_LINES ? [...lines.slice(0, MAX_LINES), '// …'] : lines;
    const where = place.source.path;
    return [`${fenced('rust', shown.join('\n'))}\n\n\`${where}\``];
  });
  const missing = found.flatMap((one) =>
    one.kind === 'missing'
      ? [`in crate \`${one.crate.name}\`, whose sources are not at hand: ${one.crate.requirement}`]
      : [],
  );
  return joined([
    `\`${path ? path.path.join('::') : item.type.text}\``,
    ...definitions,
    ...missing,
    item.role.of === 'raw' ? undefined : sizeText(subject, item.operation, item.role),
    item.role.of === 'error' ? errorText(subject, item.operation) : undefined,
  ]);
}

function errorText(subject: Subject, operation: Operation): string | undefined {
  const scanned = scannedAt(subject);
  const schema = scanned && schemaOf(scanned, operation);
  if (schema?.reply.kind !== 'Result' || schema.reply.error.kind !== 'CLike') return undefined;
  const known = knownCodes(schema.reply.error.type, scanned?.schema?.types ?? {});
  return known ? codesText(known) : undefined;
}

/** A table of return codes. */
export function codesText({ codes: known, open }: KnownCodes): string {
  const rows = known.map(({ code, name, doc, serverDeath }) => {
    const what = [...(serverDeath ? ['the server died'] : []), ...(doc ? [doc.replace(/\s*\n\s*/g, ' ')] : [])];
    return `| ${code} | \`${name}\` | ${what.join('; ').replaceAll('|', '\\|')} |`;
  });
  rows.push(...open.map((name) => `| ? | \`${name}\` | its code is not known |`));
  return ['| code | error | |', '|---|---|---|', ...rows].join('\n');
}

/** Where a value is in its message, and how large it is; on each target where they differ. */
function sizeText(subject: Subject, operation: Operation, role: TypeRole): string | undefined {
  const scanned = scannedAt(subject);
  const schema = scanned?.schema;
  const position = schema?.operations.findIndex(({ name }) => name === operation.name.text) ?? -1;
  if (!scanned || !schema || position < 0) return undefined;
  const onTargets = operationLayouts(scanned.layouts, position);
  return joined(
    onTargets.map(({ targets, layout }) => {
      const text = sizeIn(layout, operation, schema.operations[position], role);
      return text && onTargets.length > 1 ? `${text} on ${targets.join(', ')}` : text;
    }),
  );
}

function sizeIn(
  layout: OperationLayout,
  operation: Operation,
  schema: OperationSchema | undefined,
  role: TypeRole,
): string | undefined {
  switch (role.of) {
    case 'argument': {
      const node = layout.message.root.children[operation.args.indexOf(role.argument)];
      const at = node?.offset === null ? '' : `, at byte ${node?.offset} of the message`;
      return node?.size ? `${bytes(node.size)}${at}` : undefined;
    }
    case 'lease': {
      const size = layout.leases[role.lease.index]?.size;
      return size && `${bytes(size)}${schema?.leases[role.lease.index]?.slice ? ' for each element' : ''}`;
    }
    case 'reply':
      return layout.reply.size && `${bytes(layout.reply.size)} of reply`;
    case 'error':
      return layout.error?.size && `${bytes(layout.error.size)} with return code 1`;
    case 'raw':
      return undefined;
  }
}

export function bytes({ min, max }: Size): string {
  return `${min === max ? max : `${min} to ${max}`} ${max === 1 ? 'byte' : 'bytes'}`;
}

function codes(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

function fenced(language: string, text: string | undefined): string | undefined {
  return text === undefined ? undefined : `\`\`\`${language}\n${text}\n\`\`\``;
}

function joined(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n');
}

function markdown(value: string): MarkupContent {
  return { kind: 'markdown', value };
}
