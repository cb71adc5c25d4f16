import type { BuildConfiguration } from '../compare/index.ts';
import {
  type Condition,
  conditionGroups,
  type ErrorSchema,
  type InterfaceSchema,
  knownCodes,
  type MessageDirection,
  type OperationSchema,
  type Recv,
  type TypeTable,
  typesInOperation,
} from '../schema/index.ts';
import { type Paint, terminalText } from '../text/index.ts';
import type { AllowedCallers } from '../tree/index.ts';
import {
  type Layout,
  type LayoutNode,
  type OperationLayout,
  operationLayouts,
  type Size,
  type TargetLayout,
  trailingSize,
} from '../wire/index.ts';

/** Documented by Hubris for a message and for a reply. */
const LIMIT = 256;
const BYTES_PER_ROW = 16;
/** Columns of one byte in the ruler, its border included. */
const CELL = 4;
/** The ruler shows the first rows; the table has the rest. */
const MAX_ROWS = 16;

/** More images are counted, not named. */
const MAX_IMAGES = 6;

/** An interface as `layout` shows it. */
export interface LaidOut {
  readonly schema: InterfaceSchema;
  readonly layouts: readonly TargetLayout[];
  /** By operation: who alone may call it. */
  readonly allowedCallers: Readonly<Record<string, readonly AllowedCallers[]>>;
}

/**
 * Everything that travels for the operations of an interface, as a terminal shows it: a ruler of bytes and a table for each part.
 * `built` says in which configurations images build the interface; without it, what depends on one is shown for all that there could be.
 */
export function layoutTexts(
  { schema, layouts, allowedCallers }: LaidOut,
  paint: Paint,
  built?: readonly BuildConfiguration[],
): string[] {
  return schema.operations.map((operation, position) => {
    const { name, number, encoding, idempotent } = operation;
    const direction = schema.messages?.directions[position];
    const properties = direction
      ? `${direction.sender} to ${direction.receiver}, ${encoding}`
      : [`operation ${number}`, encoding, ...(idempotent ? ['idempotent'] : [])].join(', ');
    const title = `${paint.strong(terminalText(`${schema.name}.${name}`))}  ${terminalText(properties)}`;
    const onTargets = operationLayouts(layouts, position);
    const parts = onTargets.flatMap(({ targets, layout }) => [
      ...(onTargets.length > 1 ? [paint.strong(terminalText(`On ${targets.join(', ')}:`))] : []),
      ...(direction ? frameParts(direction, layout, paint) : operationParts(operation, layout, schema.types, paint)),
    ]);
    const callers = (allowedCallers[name] ?? []).map(({ callers, images }) => {
      const where = images.length > MAX_IMAGES ? `${images.length} images` : images.join(', ');
      return terminalText(`only ${callers.join(', ') || 'nobody'} may call it in ${where}`);
    });
    return [title, ...callers, ...parts, ...configurationsText(schema, operation, paint, built)].join('\n\n');
  });
}

function operationParts(operation: OperationSchema, layout: OperationLayout, types: TypeTable, paint: Paint): string[] {
  const { reply, leases } = operation;
  const { buffers } = layout;
  return [
    section('message', layout.message, bufferText(layout.message, buffers.message), paint, recvNotes(operation)),
    section('reply', layout.reply, bufferText(layout.reply, buffers.reply), paint),
    ...(reply.kind === 'Result' ? errorParts(reply.error, layout.error, types, paint) : []),
    ...leases.flatMap((lease, index) => {
      const access = [...(lease.read ? ['read'] : []), ...(lease.write ? ['write'] : [])].join(' and ');
      const length = lease.slice
        ? `, ${lease.maxLen === undefined ? 'any number of' : `at most ${lease.maxLen}`} elements`
        : '';
      const title = `lease ${lease.index} \`${lease.name}\`: ${lease.text}, the server may ${access}${length}`;
      const laidOut = layout.leases[index];
      return laidOut ? [section(title, laidOut, undefined, paint)] : [];
    }),
  ];
}

/** A frame of a message contract: what the receiver decodes, then what follows it. */
function frameParts({ after, limit }: MessageDirection, { message }: OperationLayout, paint: Paint): string[] {
  const trailing = after.map((part) => {
    const size = trailingSize(part);
    const type = part.kind === 'number' ? part.type.name : 'bytes';
    return [part.name, type, size ? countText(size) : 'size not known'];
  });
  const sizes = [message.size, ...after.map(trailingSize)];
  const known = sizes.flatMap((size) => size ?? []);
  const total = known.reduce((sum, size) => ({ min: sum.min + size.min, max: sum.max + size.max }), { min: 0, max: 0 });
  const of = limit === undefined ? '' : ` of ${limit}`;
  const frame = known.length === sizes.length ? `${countText(total)}${of}` : `size not known${of}`;
  return [
    section('message', message, '', paint),
    ...(trailing.length > 0 ? [[paint.strong('behind the message'), ...aligned(trailing)].join('\n')] : []),
    ...(trailing.length > 0 || limit !== undefined ? [`${paint.strong('frame')}: ${frame}`] : []),
  ];
}

function countText(size: Size): string {
  return `${sizeText(size)} ${size.max === 1 ? 'byte' : 'bytes'}`;
}

/** Which configurations there are of what the operation carries. */
function configurationsText(
  { types }: InterfaceSchema,
  operation: OperationSchema,
  paint: Paint,
  built: readonly BuildConfiguration[] | undefined,
): string[] {
  const conditions = conditionGroups(typesInOperation(operation), types).flat();
  if (conditions.length === 0) return [];
  const title = paint.strong('configurations');
  if (!built) return [`${title}: no image builds the interface with a known configuration, so that each one counts`];
  const rows = built.map(({ images, holds }) => {
    const more = images.length > 3 ? ` and ${images.length - 3} more` : '';
    const own = holds.filter((predicate) =>
      conditions.some((condition) => condition.kind === 'cfg' && condition.predicate === predicate),
    );
    return [terminalText(`${images.slice(0, 3).join(', ')}${more}`), terminalText(own.join(', ') || '-')];
  });
  const distinct = [...new Map(rows.map((row) => [row[0], row])).values()];
  return [[`${title} that images build (\`--when <image>\` shows one)`, ...aligned(distinct)].join('\n')];
}

function section(
  title: string,
  layout: Layout,
  buffer: string | undefined,
  paint: Paint,
  notes: readonly string[] = [],
): string {
  const size = layout.size ? `${sizeText(layout.size)} ${layout.size.max === 1 ? 'byte' : 'bytes'}` : 'size not known';
  const ruler = rulerLines(layout.root);
  const isEmpty = layout.size?.max === 0;
  return [
    `${paint.strong(terminalText(title))}: ${size}${buffer ?? ''}`,
    ...(isEmpty ? [] : ruler),
    ...(isEmpty && layout.root.children.length === 0 ? [] : tableLines(layout.root)),
    ...notes.map((note) => `  ${terminalText(note)}`),
    ...layout.unresolved.flatMap(({ message, help }) => [
      `  unknown: ${terminalText(message)}`,
      ...(help ? [`  help: ${terminalText(help)}`] : []),
    ]),
  ].join('\n');
}

function bufferText({ size }: Layout, buffer: Size | undefined): string {
  if (!buffer) return '';
  const isSame = size && size.min === buffer.min && size.max === buffer.max;
  const over = buffer.max > LIMIT ? `, over the limit of ${LIMIT}` : ` of ${LIMIT}`;
  return isSame ? over : `, in a buffer of ${sizeText(buffer)}${over}`;
}

function recvNotes({ args }: OperationSchema): string[] {
  return args.flatMap(({ name, recv }) => {
    const how = recvText(recv);
    return how ? [`\`${name}\` is ${how}`] : [];
  });
}

function recvText(recv: Recv): string | undefined {
  switch (recv.kind) {
    case 'FromBytes':
      return undefined;
    case 'FromPrimitive':
      return 'read as its number, and refused when no variant has it';
    case 'From':
      return recv.function ? `converted by \`${recv.function}\`` : 'converted by `From`';
  }
}

function errorParts(error: ErrorSchema, layout: Layout | undefined, types: TypeTable, paint: Paint): string[] {
  switch (error.kind) {
    case 'ServerDeath':
      return [`${paint.strong('error')}: only the death of the server`];
    case 'Complex':
      return layout ? [section(`error ${error.text}, with return code 1`, layout, undefined, paint)] : [];
    case 'CLike': {
      const known = knownCodes(error.type, types);
      const title = paint.strong(terminalText(`error ${error.text}`));
      if (known === null) return [`${title}: its codes are not known`];
      const rows = known.codes.map(({ name, code, serverDeath, condition }) => {
        const what = serverDeath ? ['the server died'] : [];
        return [String(code), name, [...what, ...(condition ? [conditionText(condition)] : [])].join(', ')];
      });
      rows.push(...known.open.map((name) => ['?', name, 'its code is not known']));
      return [[`${title}: the return code, without bytes`, ...aligned(rows)].join('\n')];
    }
  }
}

/** What the ruler draws: a run of bytes with a name. */
interface Segment {
  readonly name: string;
  readonly offset: number;
  readonly size: Size;
}

/** The bytes in rows, each byte a cell: as far as the places are the same in every case. */
function rulerLines(root: LayoutNode): string[] {
  const segments: Segment[] = [];
  const isWhole = collect(root, segments);
  const end = segments.reduce((last, { offset, size }) => Math.max(last, offset + size.max), 0);
  const lines: string[] = [];
  const rows = Math.min(Math.ceil(end / BYTES_PER_ROW), MAX_ROWS);
  for (let row = 0; row < rows; row++) {
    const from = row * BYTES_PER_ROW;
    const to = Math.min(from + BYTES_PER_ROW, end);
    const offsets = Array.from({ length: to - from }, (_, index) => String(from + index).padEnd(CELL)).join('');
    const cells = segments.flatMap((segment) => cellOf(segment, from, to)).join('');
    lines.push(`  ${offsets.trimEnd()}`, `  ${cells}|`);
  }
  if (end > rows * BYTES_PER_ROW) lines.push(`  … up to byte ${end - 1}`);
  if (!isWhole) lines.push('  … what follows begins where this ends');
  return lines;
}

/** Gathers the segments under a node in order; false where one of them has no fixed place. */
function collect(node: LayoutNode, segments: Segment[], name = node.name): boolean {
  if (node.offset === null || !node.size) return false;
  if ((node.role === 'struct' || node.role === 'tuple') && node.children.length > 0) {
    const [only] = node.children;
    // What wraps one value is known by its own name: `id`, not `id.0`.
    if (only && node.children.length === 1 && node.type !== '') return collect(only, segments, name);
    return node.children.every((child) => collect(child, segments));
  }
  if (node.size.max > 0)
    segments.push({ name: node.role === 'padding' ? '' : name, offset: node.offset, size: node.size });
  return true;
}

function cellOf({ name, offset, size }: Segment, from: number, to: number): string[] {
  const start = Math.max(offset, from);
  const end = Math.min(offset + size.max, to);
  if (start >= end) return [];
  const width = (end - start) * CELL - 1;
  const label = offset < from ? '…' : terminalText(name);
  const shown = label.length > width ? `${label.slice(0, width - 1)}…` : label;
  // A gap is hatched, and so is what a shorter value leaves out.
  return [`|${shown.padEnd(width, name === '' ? '/' : size.min === size.max ? ' ' : '~')}`];
}

function tableLines(root: LayoutNode): string[] {
  const rows = [['offset', 'size', 'name', 'type', '']];
  const add = (node: LayoutNode, depth: number) => {
    const offset = node.offset === null ? (node.after ? `after ${node.after}` : '') : String(node.offset);
    const size = node.size ? sizeText(node.size) : node.role === 'flag' ? '' : '?';
    const notes = [
      ...(node.value === undefined ? [] : [`= ${node.value}`]),
      ...(node.values ? [valuesText(node.values)] : []),
      ...(node.count === undefined ? [] : [`${node.count} elements`]),
      ...(node.compilerOrder ? ["order is the compiler's"] : []),
      ...(node.condition ? [conditionText(node.condition)] : []),
      ...(node.collapsed ? ['not shown further'] : []),
    ];
    rows.push([offset, size, `${'  '.repeat(depth)}${node.name}`, node.type, notes.join(', ')]);
    // A plain element says nothing that the array does not.
    const children = node.role === 'array' ? node.children.filter((child) => child.children.length > 0) : node.children;
    for (const child of children) add(child, depth + 1);
  };
  if (root.role === 'struct' && root.type === '') for (const child of root.children) add(child, 0);
  else add(root, 0);
  return aligned(rows);
}

function valuesText(values: NonNullable<LayoutNode['values']>): string {
  return values
    .map(({ value, condition }) => `= ${value}${condition ? ` ${conditionText(condition)}` : ''}`)
    .join(' or ');
}

function conditionText(condition: Condition): string {
  return condition.kind === 'cfg' ? `if cfg(${condition.predicate})` : `in ${condition.images.join(', ')}`;
}

function sizeText({ min, max }: Size): string {
  return min === max ? String(max) : `${min} to ${max}`;
}

function aligned(cells: readonly (readonly string[])[]): string[] {
  const rows = cells.map((row) => row.map(terminalText));
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    });
  }
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}
