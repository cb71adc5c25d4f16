import type { Condition, TypeId } from '../../schema/index.ts';
import type { Layout, LayoutNode, Size } from '../../wire/index.ts';

/** A layout made ready to draw: its bytes as a sequence of cells, and every field as a row of a table. */
export interface ByteMap extends Sequence {
  /** One group for each enum whose variants put different fields behind the tag. */
  readonly lanes: readonly LaneGroup[];
  readonly fields: readonly FieldRow[];
}

/** Cells in the order in which they are sent, and the structs around them. */
export interface Sequence {
  readonly cells: readonly Cell[];
  readonly brackets: readonly Bracket[];
}

/** Bytes that are drawn as one box. */
export interface Cell {
  /** Key of the row that it belongs to. */
  readonly key: string;
  readonly label: string;
  readonly role: CellRole;
  /** Where it begins, in bytes: a range behind a part of variable size. Undefined behind one of unknown size. */
  readonly start: Size | undefined;
  /** In bytes; undefined where it is not known. */
  readonly size: Size | undefined;
  /** Elements of an array, where their number is known. */
  readonly count?: number;
}

/** What bytes are for. It chooses the color, and means the same in every figure. */
export type CellRole = 'tag' | 'value' | 'variants' | 'padding' | 'unknown';

/** A struct or tuple around several cells: `first` to `last`, both included. */
export interface Bracket {
  readonly label: string;
  readonly first: number;
  readonly last: number;
  /** 0 is the outermost. */
  readonly depth: number;
}

/** What an enum can be: a lane for each variant with fields. */
export interface LaneGroup {
  readonly key: string;
  readonly label: string;
  readonly lanes: readonly Lane[];
  /** Variants that have no byte behind the tag, as `0 = Idle`. */
  readonly plain: readonly string[];
  /** Variants with fields that have no lane, because there are too many. */
  readonly more: number;
}

export interface Lane extends Sequence {
  readonly name: string;
  readonly value?: string;
  readonly condition?: Condition;
}

/** A row of the table: a field, a variant, a tag, padding. */
export interface FieldRow {
  /** Unique in the map; cells name it. */
  readonly key: string;
  readonly depth: number;
  readonly name: string;
  readonly type: string;
  /** The type of the one unnamed field that this type wraps. */
  readonly wraps?: string;
  readonly typeId?: TypeId;
  readonly role: LayoutNode['role'];
  readonly start: Size | undefined;
  readonly size?: Size;
  readonly count?: number;
  readonly value?: string;
  readonly condition?: Condition;
  readonly doc?: string;
  /** Variants of an enum without fields, as `0 = Idle`, instead of a row for each. */
  readonly values?: readonly string[];
  /** True when the fields of this type are only on its own page. */
  readonly folded: boolean;
  /** Of the cell that is drawn for it. */
  readonly cell?: CellRole;
}

/** When a table would be longer, fields of named types stay on the types' own pages. */
const MAX_FIELDS = 48;
/** More alternatives than these are only named: each has its page. */
const MAX_ALTERNATIVES = 3;
/** More lanes than these do not fit a screen; the table below names all variants. */
const MAX_LANES = 12;

/** A sequence while it is being made. */
interface Drawing {
  cells: Cell[];
  brackets: Bracket[];
  /** Where the next cell begins. */
  at: Size | undefined;
  depth: number;
  /** Lanes of enums in it; absent in a lane, whose own enums are drawn as a tag and what follows. */
  lanes?: LaneGroup[];
}

export function byteMapOf(layout: Layout): ByteMap {
  const fields: FieldRow[] = [];
  const lanes: LaneGroup[] = [];
  const whole: Drawing = { cells: [], brackets: [], at: { min: 0, max: 0 }, depth: 0, lanes };
  const fold = countNodes(layout.root, MAX_FIELDS * 4) > MAX_FIELDS;
  const { root } = layout;
  const isFrame = root.role === 'tuple' || (root.role === 'struct' && root.typeId === undefined);
  if (isFrame) for (const child of root.children) visit(child, 0, whole, child.name);
  else visit(root, 0, whole, root.name);
  return { cells: whole.cells, brackets: whole.brackets, lanes, fields };

  /** Adds the rows of a node, and its cells to `drawing` where one is given. */
  function visit(
    node: LayoutNode,
    depth: number,
    drawing: Drawing | undefined,
    label: string,
    varying: Size | undefined = drawing?.at,
  ): void {
    const isListed = node.role === 'flags' || (node.role === 'enum' && node.children.every(isPlainVariant));
    const hasManyCases = node.role === 'alternatives' && node.children.length > MAX_ALTERNATIVES;
    const isFolded =
      hasManyCases || (fold && depth > 0 && node.typeId !== undefined && node.children.length > 0 && !isListed);
    const tag = isFolded || isListed ? undefined : leadingTag(node);
    const wrapped = wrappedOf(node);
    const isOpaque =
      OPAQUE.has(node.role) || isFolded || isListed || node.children.length === 0 || wrapped !== undefined;
    const start = node.offset === null ? varying : { min: node.offset, max: node.offset };
    const isCell = drawing !== undefined && tag === undefined && isOpaque && node.size?.max !== 0;
    const role = isCell ? cellRole(node.role) : undefined;
    const key = String(fields.length);
    fields.push({
      key,
      depth,
      name: node.name,
      type: node.type,
      wraps: wrapped?.type,
      typeId: node.typeId ?? (hasManyCases ? node.children[0]?.typeId : undefined),
      role: node.role,
      start,
      size: node.size,
      count: node.count,
      value: tagText(node),
      condition: node.condition,
      doc: node.doc,
      values: isListed ? node.children.filter(({ role }) => role !== 'tag').map(valueText) : undefined,
      folded: isFolded,
      cell: role,
    });
    if (role !== undefined && drawing)
      addCell(drawing, { key, label, role, start, size: node.size, count: node.count });
    if (isFolded || isListed || wrapped) return;
    if (node.role === 'array' && node.children.every((child) => child.children.length === 0)) return;
    if (tag !== undefined) visitTagged(node, tag, { depth, drawing, label, key });
    else if (isOpaque || drawing === undefined) visitAll(node, depth, undefined);
    else visitFields(node, depth, drawing, label);
  }

  function visitAll(node: LayoutNode, depth: number, drawing: Drawing | undefined): void {
    for (const child of node.children) visit(child, depth + 1, drawing, child.name);
  }

  /** A struct or tuple: its fields in a bracket. One unnamed field stands for the whole. */
  function visitFields(node: LayoutNode, depth: number, drawing: Drawing, label: string): void {
    const [only] = node.children;
    if (only && node.children.length === 1 && only.name === '0') {
      visit(only, depth + 1, drawing, label);
      return;
    }
    const first = drawing.cells.length;
    drawing.depth++;
    visitAll(node, depth, drawing);
    drawing.depth--;
    const last = drawing.cells.length - 1;
    if (last >= first && node !== root) drawing.brackets.push({ label, first, last, depth: drawing.depth });
  }

  function visitTagged(
    node: LayoutNode,
    tag: LayoutNode,
    { depth, drawing, label, key }: { depth: number; drawing: Drawing | undefined; label: string; key: string },
  ): void {
    const some = optionValue(node);
    if (some) {
      visitOption(node, { tag, some }, { depth, drawing, label, key });
      return;
    }
    const begin = drawing?.at;
    visit(tag, depth + 1, drawing, label);
    const behindTag = drawing?.at;
    if (drawing)
      addCell(drawing, {
        key,
        label: `${label} …`,
        role: 'variants',
        start: behindTag,
        size: minus(node.size, tag.size),
      });
    const lanes: Lane[] = [];
    const plain: string[] = [];
    let more = 0;
    for (const variant of node.children) {
      if (variant === tag) continue;
      const isDrawn = drawing?.lanes !== undefined && variant.children.length > 0 && lanes.length < MAX_LANES;
      if (variant.children.length === 0) plain.push(valueText(variant));
      else if (!isDrawn) more++;
      const lane = isDrawn ? laneOf(variant, { tag, begin, key }) : undefined;
      visit({ ...variant, children: [] }, depth + 1, undefined, variant.name, behindTag);
      for (const child of variant.children) visit(child, depth + 2, lane, laneLabel(child, variant));
      if (lane) lanes.push(finished(lane, variant));
    }
    if (drawing) drawing.at = plus(begin, node.size);
    if (lanes.length > 0) drawing?.lanes?.push({ key, label, lanes, plain, more });
  }

  /** An `Option` needs no lanes: behind its tag is a value or nothing. */
  function visitOption(
    node: LayoutNode,
    { tag, some }: { tag: LayoutNode; some: LayoutNode },
    { depth, drawing, label, key }: { depth: number; drawing: Drawing | undefined; label: string; key: string },
  ): void {
    const begin = drawing?.at;
    const values = node.children.filter(({ role }) => role === 'variant');
    visit({ ...tag, doc: values.map(valueText).join(', ') }, depth + 1, drawing, label);
    const behindTag = drawing?.at;
    if (drawing) {
      const size = minus(node.size, tag.size);
      addCell(drawing, { key, label: `${label} if Some`, role: 'variants', start: behindTag, size });
      drawing.at = plus(begin, node.size);
    }
    visit({ ...some, name: 'Some' }, depth + 1, undefined, 'Some', behindTag);
  }

  /** A lane that has its tag already. */
  function laneOf(
    variant: LayoutNode,
    { tag, begin, key }: { tag: LayoutNode; begin: Size | undefined; key: string },
  ): Drawing {
    const lane: Drawing = { cells: [], brackets: [], at: begin, depth: 0 };
    addCell(lane, { key, label: tagText(variant) ?? '', role: 'tag', start: begin, size: tag.size });
    return lane;
  }
}

/** The value inside an `Option` whose tag is a byte of its own. */
function optionValue({ type, children }: LayoutNode): LayoutNode | undefined {
  if (!type.startsWith('Option<')) return undefined;
  return children.find(({ role, name }) => role === 'variant' && name === 'Some')?.children[0];
}

/** The only field of a tuple variant has no name of its own: its type says more than `0`. */
function laneLabel({ name, type }: LayoutNode, { children }: LayoutNode): string {
  return name === '0' && children.length === 1 ? type : name;
}

function finished({ cells, brackets }: Drawing, variant: LayoutNode): Lane {
  const { name, condition } = variant;
  const value = tagText(variant);
  return { cells, brackets, name, ...(value !== undefined && { value }), ...(condition && { condition }) };
}

/** Bytes between two fields of a variant are padding of its own. */
function addCell(drawing: Drawing, cell: Cell): void {
  if (cell.size?.max === 0) return;
  const { at } = drawing;
  if (at && cell.start && at.max === at.min && cell.start.min > at.max && drawing.lanes === undefined) {
    const size = exactly(cell.start.min - at.max);
    drawing.cells.push({ key: cell.key, label: '', role: 'padding', start: at, size });
  }
  drawing.cells.push(cell);
  drawing.at = plus(cell.start, cell.size);
}

/** The tag in front of an enum's variants. One that lies elsewhere (in a niche of a field) is not drawn apart. */
function leadingTag(node: LayoutNode): LayoutNode | undefined {
  if (node.role !== 'enum') return undefined;
  return node.children.find(({ role, offset }) => role === 'tag' && offset === node.offset);
}

/** The field of a newtype, where nothing can be said of it but its type. */
function wrappedOf({ role, children }: LayoutNode): LayoutNode | undefined {
  const [only] = children;
  if (role !== 'struct' || children.length !== 1 || only?.name !== '0' || only.children.length > 0) return undefined;
  return only.doc === undefined && only.role === 'primitive' ? only : undefined;
}

/** Drawn as one cell: what is inside repeats, or differs from value to value. */
const OPAQUE: ReadonlySet<LayoutNode['role']> = new Set(['array', 'enum', 'union', 'alternatives']);

function cellRole(role: LayoutNode['role']): CellRole {
  switch (role) {
    case 'padding':
    case 'tag':
    case 'unknown':
      return role;
    case 'alternatives':
      return 'unknown';
    case 'union':
      return 'variants';
    case 'primitive':
    case 'struct':
    case 'tuple':
    case 'array':
    case 'enum':
    case 'variant':
    case 'unit':
    case 'flags':
    case 'flag':
      return 'value';
  }
}

function valueText(node: LayoutNode): string {
  const value = tagText(node);
  return value === undefined ? node.name : `${value} = ${node.name}`;
}

/** `2`, or `1 or 2` where it depends on the configuration. */
function tagText({ value, values }: LayoutNode): string | undefined {
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

function exactly(bytes: number): Size {
  return { min: bytes, max: bytes };
}

function plus(start: Size | undefined, size: Size | undefined): Size | undefined {
  return start && size && { min: start.min + size.min, max: start.max + size.max };
}

function minus(size: Size | undefined, part: Size | undefined): Size | undefined {
  return size && part && { min: size.min - part.min, max: size.max - part.max };
}

/** `4`, or `1–9` where the size or offset varies, or `?` where it is not known. */
export function sizeText(size: Size | undefined): string {
  if (size === undefined) return '?';
  return size.min === size.max ? String(size.max) : `${size.min}–${size.max}`;
}

/** {@link sizeText} with its unit. */
export function bytesText(size: Size | undefined): string {
  if (size === undefined) return 'size not known';
  return `${sizeText(size)} ${size.max === 1 ? 'byte' : 'bytes'}`;
}
