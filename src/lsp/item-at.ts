import type {
  Argument,
  Document,
  Interface,
  Lease,
  Operation,
  RecvStrategy,
  TypeString,
  Value,
  Word,
} from '../idol/index.ts';
import type { PathType, TypeExpr } from '../rust/index.ts';
import type { Source, Span } from '../text/index.ts';

/** What stands at a place of an interface file. */
export type Item = { readonly span: Span } & (
  | { readonly kind: 'interface' }
  | { readonly kind: 'operation'; readonly operation: Operation }
  | { readonly kind: 'argument'; readonly operation: Operation; readonly argument: Argument }
  | { readonly kind: 'lease'; readonly operation: Operation; readonly lease: Lease }
  | { readonly kind: 'type'; readonly operation: Operation; readonly type: TypeString; readonly role: TypeRole }
  /** A word of Idol: a field, a variant, an encoding. */
  | { readonly kind: 'word'; readonly text: string }
);

/** What a type says of its operation. `raw` is what a `recv` strategy makes the declared type of. */
export type TypeRole =
  | { readonly of: 'argument'; readonly argument: Argument }
  | { readonly of: 'lease'; readonly lease: Lease }
  | { readonly of: 'reply' | 'error' | 'raw' };

export function itemAt(iface: Interface | undefined, document: Document, offset: number): Item | undefined {
  if (iface && holds(iface.name.span, offset)) return { kind: 'interface', span: iface.name.span };
  const operation = iface?.operations.find(({ span }) => holds(span, offset));
  return (operation && itemIn(operation, offset)) ?? (document.value && wordIn(document.value, offset));
}

function itemIn(operation: Operation, offset: number): Item | undefined {
  const { name, args, leases } = operation;
  if (holds(name.span, offset)) return { kind: 'operation', operation, span: name.span };
  for (const argument of args) {
    if (holds(argument.name.span, offset)) return { kind: 'argument', operation, argument, span: argument.name.span };
  }
  for (const lease of leases) {
    if (holds(lease.name.span, offset)) return { kind: 'lease', operation, lease, span: lease.name.span };
  }
  const type = typesOf(operation).find((one) => holds(one.type.span, offset));
  return type && { kind: 'type', operation, ...type, span: type.type.span };
}

/** The types that an operation mentions. */
export function typesOf({ args, leases, reply }: Operation): { type: TypeString; role: TypeRole }[] {
  const raw = ({ recv }: { recv: RecvStrategy }) =>
    recv.kind === 'FromBytes' ? [] : [{ type: recv.raw, role: { of: 'raw' } as const }];
  return [
    ...args.flatMap((argument) => [
      { type: argument.type, role: { of: 'argument', argument } as const },
      ...raw(argument),
    ]),
    ...leases.map((lease) => ({ type: lease.type, role: { of: 'lease', lease } as const })),
    { type: reply.ok.type, role: { of: 'reply' } as const },
    ...raw(reply.ok),
    ...(reply.kind === 'Result' && reply.error.kind !== 'ServerDeath'
      ? [{ type: reply.error.type, role: { of: 'error' } as const }]
      : []),
  ];
}

function wordIn(value: Value, offset: number): Item | undefined {
  if (!holds(value.span, offset)) return undefined;
  const inWord = (word: Word | undefined): Item | undefined =>
    word && holds(word.span, offset) ? { kind: 'word', text: word.text, span: word.span } : undefined;
  switch (value.kind) {
    case 'name':
      return inWord(value.name);
    case 'struct':
      return (
        inWord(value.name) ?? first(value.fields, ({ name, value: inner }) => inWord(name) ?? wordIn(inner, offset))
      );
    case 'tuple':
      return inWord(value.name) ?? first(value.items, (item) => wordIn(item, offset));
    case 'list':
      return first(value.items, (item) => wordIn(item, offset));
    case 'map':
      return first(value.entries, (entry) => wordIn(entry.value, offset));
    case 'string':
    case 'char':
    case 'integer':
    case 'float':
    case 'bool':
    case 'unreadable':
      return undefined;
  }
}

function first<T>(items: readonly T[], find: (item: T) => Item | undefined): Item | undefined {
  for (const item of items) {
    const found = find(item);
    if (found) return found;
  }
  return undefined;
}

/** A path of a type, as far as the part that stands at a place. */
export interface PathAt {
  readonly path: readonly string[];
  readonly global: boolean;
  /** Of the part, in the file. */
  readonly span: Span;
}

/** The name in a type string that stands at a place of the file; undefined where escapes hide where it is. */
export function pathAt(source: Source, type: TypeString, offset: number): PathAt | undefined {
  const start = textStart(source, type);
  if (start === undefined || !type.expr) return undefined;
  const found = pathIn(type.expr, offset - start);
  if (!found) return undefined;
  const { path, at } = found;
  const segment = path.segments[at];
  if (!segment) return undefined;
  const end = segment.span.start + segment.name.length;
  return {
    path: path.segments.slice(0, at + 1).map(({ name }) => name),
    global: path.global,
    span: { start: start + segment.span.start, end: start + end },
  };
}

/** Every path of names in a type string, with the place of its last name. */
export function pathsIn(source: Source, type: TypeString): PathAt[] {
  const start = textStart(source, type);
  if (start === undefined || !type.expr) return [];
  return pathsOf(type.expr).flatMap((path) => {
    const last = path.segments.at(-1);
    if (!last) return [];
    const span = { start: start + last.span.start, end: start + last.span.start + last.name.length };
    return [{ path: path.segments.map(({ name }) => name), global: path.global, span }];
  });
}

/** Where the text of a type begins in its file; undefined where escapes make it another text than what is written. */
function textStart(source: Source, { text, span }: TypeString): number | undefined {
  const written = source.slice(span);
  const start = written.indexOf('"') + 1;
  return written.startsWith(text, start) ? span.start + start : undefined;
}

function pathIn(expr: TypeExpr, offset: number): { path: PathType; at: number } | undefined {
  for (const path of pathsOf(expr)) {
    const at = path.segments.findIndex(({ span, name }) => span.start <= offset && offset <= span.start + name.length);
    if (at >= 0) return { path, at };
  }
  return undefined;
}

function pathsOf(expr: TypeExpr): PathType[] {
  switch (expr.kind) {
    case 'path':
      return [
        expr,
        ...(expr.qualifiedSelf ? pathsOf(expr.qualifiedSelf) : []),
        ...expr.segments.flatMap(({ generics }) =>
          generics.flatMap((argument) => (argument.kind === 'type' ? pathsOf(argument.type) : [])),
        ),
      ];
    case 'tuple':
      return expr.elements.flatMap(pathsOf);
    case 'array':
      return [...pathsOf(expr.element), ...(expr.length.kind === 'path' ? [expr.length.path] : [])];
    case 'slice':
      return pathsOf(expr.element);
    case 'reference':
    case 'pointer':
      return pathsOf(expr.target);
    case 'traitObject':
    case 'never':
    case 'other':
      return [];
  }
}

/** Whether a place is in what a span marks, or right behind it. */
function holds({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}
