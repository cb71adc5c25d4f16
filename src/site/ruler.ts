import type { Condition, TypeId } from '../schema/index.ts';
import type { Layout, LayoutNode, Size } from '../wire/index.ts';

/** A layout made ready to draw: bytes at known offsets as rows of sixteen, what has none as a strip, and all fields as a table. */
export interface Ruler {
  rows: ByteRow[];
  /** True when all rows together fit into half of one: their bytes are drawn wider, for more names to fit. */
  isShort: boolean;
  /** Parts behind the first one of variable length, in order. */
  tail: TailPart[];
  fields: FieldRow[];
}

export type ByteRow = { offset: number; pieces: Piece[] } | { offset: number; skipped: number };

/** A part of one field inside half a row: it never crosses a multiple of eight bytes, so that a narrow screen can break the row there. */
export interface Piece {
  field: string;
  /** Of its first byte. */
  offset: number;
  /** Shown in the widest piece of the field only. */
  label?: string;
  first: boolean;
  last: boolean;
  bytes: number;
  kind: PieceKind;
  hue: number;
}

export type PieceKind = 'value' | 'tag' | 'padding' | 'unknown';

export interface TailPart {
  field: string;
  label: string;
  size?: Size;
  kind: PieceKind;
  hue: number;
}

interface Leaf {
  row: FieldRow;
  label: string;
  offset: number | null;
  size?: Size;
  kind: PieceKind;
}

export interface FieldRow {
  /** Unique in the ruler; the pieces name it. */
  key: string;
  depth: number;
  name: string;
  type: string;
  typeId?: TypeId;
  role: LayoutNode['role'];
  offset: number | null;
  size?: Size;
  count?: number;
  value?: string;
  condition?: Condition;
  doc?: string;
  /** Variants of an enum without fields, as "0 = Idle", instead of a row for each. */
  values?: string[];
  /** True when the fields of this type are only on its own page. */
  folded: boolean;
  /** True when a piece or tail part is drawn for it. */
  drawn: boolean;
  /** Of the part that is drawn for it, or that it is inside of. */
  hue?: number;
}

const ROW = 16;
const HALF = 8;
/** A field longer than this is drawn with its middle left out. */
const LONG = 6 * ROW;
/** When a table would be longer, fields of named types stay on the types' own pages. */
const MAX_FIELDS = 48;
/** More alternatives than these are only named: each has its page. */
const MAX_ALTERNATIVES = 3;
const HUES = 6;

/** @param hueShift colours of the reply begin where those of the message end */
export function rulerOf(layout: Layout, hueShift = 0): Ruler {
  const fields: FieldRow[] = [];
  const leaves: Leaf[] = [];
  let nextHue = hueShift;
  const fold = countNodes(layout.root, MAX_FIELDS * 4) > MAX_FIELDS;
  const root = layout.root;
  const isFrame = root.role === 'tuple' || (root.role === 'struct' && root.typeId === undefined);
  if (isFrame) for (const child of root.children) visit(child, 0, undefined, true);
  else visit(root, 0, undefined, true);
  const { rows, tail } = draw(leaves);
  return { rows, isShort: rows.every(endsInHalf), tail, fields };

  function visit(
    node: LayoutNode,
    depth: number,
    inherited: number | undefined,
    drawn: boolean,
    label = node.name,
  ): void {
    const listed = node.role === 'flags' || (node.role === 'enum' && node.children.every(isPlainVariant));
    const manyAlternatives = node.role === 'alternatives' && node.children.length > MAX_ALTERNATIVES;
    const folded =
      manyAlternatives || (fold && depth > 0 && node.typeId !== undefined && node.children.length > 0 && !listed);
    // A tag whose place varies is drawn together with what follows it.
    const isTagged = node.role === 'enum' && node.offset !== null && !folded && !listed;
    const tag = isTagged ? node.children.find(({ role }) => role === 'tag') : undefined;
    const opaque = OPAQUE.has(node.role) || folded || listed || node.children.length === 0;
    const isLeaf = drawn && opaque && tag === undefined;
    const hasHue = inherited === undefined && (isLeaf || tag !== undefined) && node.size?.max !== 0;
    const hue = hasHue ? nextHue++ % HUES : inherited;
    const row: FieldRow = {
      key: String(fields.length),
      depth,
      name: node.name,
      type: node.type,
      typeId: node.typeId ?? (manyAlternatives ? node.children[0]?.typeId : undefined),
      role: node.role,
      offset: node.offset,
      size: node.size,
      count: node.count,
      value: tagOf(node),
      condition: node.condition,
      doc: node.doc,
      values: listed ? node.children.filter(({ role }) => role !== 'tag').map(valueText) : undefined,
      folded,
      drawn: isLeaf && node.size?.max !== 0,
      hue,
    };
    fields.push(row);
    if (row.drawn) leaves.push({ row, label, offset: node.offset, size: node.size, kind: kindOf(node.role) });
    if (folded || listed) return;
    if (node.role === 'array' && node.children.every((child) => child.children.length === 0)) return;
    for (const child of node.children) {
      const isPart = tag === undefined ? drawn && !isLeaf : drawn && child === tag;
      const isWhole = child === tag || (node.children.length === 1 && child.name === '0');
      visit(child, depth + 1, hue, isPart, isWhole ? label : child.name);
      if (child === tag && drawn) leaves.push(payloadOf(row, label, child));
    }
  }
}

function endsInHalf(row: ByteRow): boolean {
  return 'pieces' in row && row.offset === 0 && row.pieces.every(({ offset }) => offset < HALF);
}

/** What a tagged enum has behind its tag: drawn as one part, since each variant puts something else there. */
function payloadOf(row: FieldRow, label: string, tag: LayoutNode): Leaf {
  const bytes = tag.size?.max ?? 0;
  const offset = tag.offset === null ? null : tag.offset + bytes;
  const size = row.size && { min: row.size.min - bytes, max: row.size.max - bytes };
  return { row, label: `${label} …`, offset, size, kind: 'value' };
}

/** Drawn as one piece: what is inside repeats, or differs from value to value. */
const OPAQUE: ReadonlySet<LayoutNode['role']> = new Set(['array', 'enum', 'union', 'alternatives']);

function valueText(node: LayoutNode): string {
  const value = tagOf(node);
  return value === undefined ? node.name : `${value} = ${node.name}`;
}

/** `2`, or `1 or 2` where it depends on the configuration. */
function tagOf({ value, values }: LayoutNode): string | undefined {
  return values ? values.map((one) => one.value).join(' or ') : value;
}

function isPlainVariant(node: LayoutNode): boolean {
  return node.role === 'tag' || (node.role === 'variant' && node.children.length === 0);
}

function countNodes(node: LayoutNode, limit: number): number {
  let count = 1;
  for (const child of node.children) {
    if (count > limit) break;
    count += countNodes(child, limit - count);
  }
  return count;
}

function kindOf(role: LayoutNode['role']): PieceKind {
  switch (role) {
    case 'padding':
      return 'padding';
    case 'tag':
      return 'tag';
    case 'unknown':
    case 'alternatives':
      return 'unknown';
    case 'primitive':
    case 'struct':
    case 'tuple':
    case 'array':
    case 'enum':
    case 'variant':
    case 'union':
    case 'unit':
    case 'flags':
    case 'flag':
      return 'value';
  }
}

function draw(leaves: readonly Leaf[]): { rows: ByteRow[]; tail: TailPart[] } {
  const rows: ByteRow[] = [];
  const tail: TailPart[] = [];
  let end = 0;
  for (const { row, label, offset, size, kind } of leaves) {
    const part = { field: row.key, label, kind, hue: row.hue ?? 0 };
    if (size !== undefined && size.min === size.max && offset === end && tail.length === 0) {
      place(rows, part, offset, size.max);
      end = offset + size.max;
    } else {
      tail.push({ ...part, size });
    }
  }
  return { rows, tail };
}

function place(
  rows: ByteRow[],
  field: { field: string; label: string; kind: PieceKind; hue: number },
  offset: number,
  size: number,
): void {
  const end = offset + size;
  const pieces: Piece[] = [];
  let at = offset;
  while (at < end) {
    const rowStart = Math.floor(at / ROW) * ROW;
    const lastRowStart = Math.floor((end - 1) / ROW) * ROW;
    if (size > LONG && at === rowStart && at > offset && rowStart < lastRowStart) {
      rows.push({ offset: rowStart, skipped: lastRowStart - rowStart });
      at = lastRowStart;
      continue;
    }
    const stop = Math.min(end, (Math.floor(at / HALF) + 1) * HALF);
    const { field: key, kind, hue } = field;
    const [first, last] = [at === offset, stop === end];
    const piece: Piece = { field: key, offset: at, first, last, bytes: stop - at, kind, hue };
    pieces.push(piece);
    const current = rows.at(-1);
    if (current && 'pieces' in current && current.offset === rowStart) current.pieces.push(piece);
    else rows.push({ offset: rowStart, pieces: [piece] });
    at = stop;
  }
  const widest = pieces.reduce((best, piece) => (piece.bytes > best.bytes ? piece : best), pieces[0] as Piece);
  widest.label = field.label;
}

/** "4", or "1–9" where the size varies, or "?" where it is not known. */
export function sizeText(size: Size | undefined): string {
  if (size === undefined) return '?';
  return size.min === size.max ? String(size.max) : `${size.min}–${size.max}`;
}

/** {@link sizeText} with its unit. */
export function bytesText(size: Size | undefined): string {
  if (size === undefined) return 'size not known';
  return `${sizeText(size)} ${size.max === 1 ? 'byte' : 'bytes'}`;
}
