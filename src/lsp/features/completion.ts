import {
  type CompletionItem,
  CompletionItemKind,
  InsertTextFormat,
  type Position,
  type Range,
} from 'vscode-languageserver/node';
import type { Declared, Item, Module } from '../../rust/index.ts';
import { type ContextAt, contextAt, type Frame } from '../context-at.ts';
import { scopesOf } from '../declarations.ts';
import { KEYWORDS } from '../keywords.ts';
import { offsetAt, rangeOf } from '../position.ts';
import {
  ARGUMENT_ENTRY,
  ATTRIBUTED,
  ATTRIBUTED_TYPE,
  BOOLEANS,
  ENCODINGS,
  ERRORS,
  INTERFACE,
  LEASE,
  LEASE_ENTRY,
  OPERATION,
  OPERATION_ENTRY,
  plainText,
  REPLIES,
  RESULT,
  STRATEGIES,
  WHOLE,
} from '../snippets.ts';
import { type Subject, scannedAt } from '../subject.ts';

/** What a place of an interface file takes. */
type Wanted =
  | { readonly kind: 'fields'; readonly fields: Readonly<Record<string, string>>; readonly before: readonly string[] }
  | { readonly kind: 'words'; readonly words: Readonly<Record<string, string>> }
  | { readonly kind: 'entry'; readonly label: string; readonly snippet: string; readonly documentation: string }
  | { readonly kind: 'type'; readonly isError: boolean; readonly isArgument: boolean };

const PRIMITIVES = '() bool u8 u16 u32 u64 i8 i16 i32 i64 f32 f64 usize'.split(' ');

/** What can be written at a place of an interface file. */
export function completionsOf(subject: Subject, position: Position, takesSnippets = true): CompletionItem[] {
  const items = itemsAt(subject, position);
  return takesSnippets ? items : items.map(asPlainText);
}

function asPlainText(item: CompletionItem): CompletionItem {
  const { insertTextFormat, textEdit, ...rest } = item;
  if (insertTextFormat !== InsertTextFormat.Snippet || !textEdit) return item;
  return { ...rest, textEdit: { ...textEdit, newText: plainText(textEdit.newText) } };
}

function itemsAt(subject: Subject, position: Position): CompletionItem[] {
  const { source } = subject;
  const offset = offsetAt(source, position);
  const context = contextAt(source.text, offset);
  const wanted = context && wantedAt(context);
  if (!context || !wanted) return [];
  if (wanted.kind === 'type') return typesFor(subject, context, offset, wanted);
  if (context.stringStart !== undefined) return [];
  const range = rangeOf(source, { start: context.wordStart, end: offset });
  switch (wanted.kind) {
    case 'fields':
      return Object.entries(wanted.fields)
        .filter(([name]) => !wanted.before.includes(name))
        .map(([name, snippet]) => snippetItem(name, snippet, range, CompletionItemKind.Field));
    case 'words':
      return Object.entries(wanted.words).map(([name, snippet]) =>
        snippetItem(name, snippet, range, CompletionItemKind.EnumMember),
      );
    case 'entry':
      return [
        {
          ...snippetItem(wanted.label, wanted.snippet, range, CompletionItemKind.Snippet),
          documentation: { kind: 'markdown', value: wanted.documentation },
        },
      ];
  }
}

function snippetItem(label: string, snippet: string, range: Range, kind: CompletionItemKind): CompletionItem {
  const documentation = KEYWORDS[label];
  return {
    label,
    kind,
    insertTextFormat: InsertTextFormat.Snippet,
    textEdit: { range, newText: snippet },
    ...(documentation && { documentation: { kind: 'markdown', value: documentation } }),
  };
}

/** What stands where a place is: the format decides by the fields around it. */
function wantedAt({ frames, isValue }: ContextAt): Wanted | undefined {
  const [outer, ops, operation, part, inner] = frames;
  if (!outer) return { kind: 'words', words: WHOLE };
  if (!ops) return isValue ? undefined : fields(INTERFACE, outer);
  if (outer.label !== 'ops') return undefined;
  if (!operation) return isValue ? undefined : { kind: 'entry', ...OPERATION_ENTRY };
  if (!part) return isValue ? operationValue(operation.label) : fields(OPERATION, operation);
  switch (operation.label) {
    case 'args':
      if (!inner) return isValue ? type({ isArgument: true }) : { kind: 'entry', ...ARGUMENT_ENTRY };
      return attributed(frames.slice(4), isValue);
    case 'leases':
      if (!inner) return isValue ? undefined : { kind: 'entry', ...LEASE_ENTRY };
      return isValue ? leaseValue(inner.label) : fields(LEASE, inner);
    case 'reply':
      return replyPart(frames.slice(3), isValue);
    default:
      return undefined;
  }
}

function replyPart([reply, ...inner]: readonly Frame[], isValue: boolean): Wanted | undefined {
  if (reply?.name === 'Simple') return inner.length === 0 ? type({}) : attributed(inner, isValue);
  if (reply?.name !== 'Result') return undefined;
  if (inner.length === 0) {
    if (!isValue) return fields(RESULT, reply);
    return reply.label === 'err' ? { kind: 'words', words: ERRORS } : type({});
  }
  return reply.label === 'err' ? type({ isError: true }) : attributed(inner, isValue);
}

/** `(type: …, recv: …)` */
function attributed([frame, strategy]: readonly Frame[], isValue: boolean): Wanted | undefined {
  if (!frame) return undefined;
  if (strategy) return type({});
  if (!isValue) return fields(ATTRIBUTED, frame);
  return frame.label === 'recv' ? { kind: 'words', words: STRATEGIES } : type({});
}

function operationValue(field: string | undefined): Wanted | undefined {
  switch (field) {
    case 'reply':
      return { kind: 'words', words: REPLIES };
    case 'idempotent':
      return { kind: 'words', words: BOOLEANS };
    case 'encoding':
      return { kind: 'words', words: ENCODINGS };
    default:
      return undefined;
  }
}

function leaseValue(field: string | undefined): Wanted | undefined {
  switch (field) {
    case 'type':
      return type({});
    case 'read':
    case 'write':
      return { kind: 'words', words: BOOLEANS };
    case 'max_len':
      return { kind: 'words', words: { Some: 'Some($1)', None: 'None' } };
    default:
      return undefined;
  }
}

function fields(known: Readonly<Record<string, string>>, { before }: Frame): Wanted {
  return { kind: 'fields', fields: known, before };
}

function type({ isError = false, isArgument = false }: { isError?: boolean; isArgument?: boolean }): Wanted {
  return { kind: 'type', isError, isArgument };
}

/** The types that have a name in the modules which give an interface's types their meaning. */
function typesFor(
  subject: Subject,
  { stringStart, wordStart }: ContextAt,
  offset: number,
  { isError, isArgument }: Extract<Wanted, { kind: 'type' }>,
): CompletionItem[] {
  const { source, state } = subject;
  const file = scannedAt(subject)?.file;
  const scopes = file ? scopesOf(state, file) : [];
  const written = stringStart === undefined ? '' : source.text.slice(stringStart, offset);
  const [, prefix = '', last = ''] = /((?:[A-Za-z_]\w*::)*)([A-Za-z_]\w*)?$/.exec(written) ?? [];
  const start = stringStart === undefined ? wordStart : offset - last.length;
  const range = rangeOf(source, { start, end: offset });
  const quote = stringStart === undefined ? '"' : '';
  const item = (name: string, kind: CompletionItemKind, more: Partial<CompletionItem> = {}): CompletionItem => ({
    label: name,
    kind,
    textEdit: { range, newText: `${quote}${name}${quote}` },
    ...more,
  });
  const path = prefix.split('::').filter(Boolean);
  const modules = path.length === 0 ? scopes : scopes.flatMap((scope) => modulesAt(subject, scope, path));
  const items = new Map<string, CompletionItem>();
  const add = (one: CompletionItem) => void (items.has(one.label) || items.set(one.label, one));
  for (const module of modules) {
    for (const [name, declared] of declaredIn(subject, module)) {
      add(item(name, kindOf(declared?.item), declared ? describe(declared, isError) : {}));
    }
    for (const name of module.modules.keys()) add(item(`${name}::`, CompletionItemKind.Module));
    if (path.length > 0) continue;
    for (const name of module.crate.dependencies.keys()) {
      add(item(`${name}::`, CompletionItemKind.Module, { sortText: `2${name}` }));
    }
  }
  if (path.length > 0 || isError) return [...items.values()];
  for (const name of PRIMITIVES) add(item(name, CompletionItemKind.Keyword, { sortText: `1${name}` }));
  add(item('Option', CompletionItemKind.Enum, { sortText: '1Option' }));
  if (isArgument && stringStart === undefined) {
    add({
      ...snippetItem('type with recv', ATTRIBUTED_TYPE, range, CompletionItemKind.Snippet),
      documentation: { kind: 'markdown', value: KEYWORDS.recv ?? '' },
    });
  }
  return [...items.values()];
}

function modulesAt({ state }: Subject, scope: Module, path: readonly string[]): Module[] {
  const { found } = state.names.resolve(scope, path, 'type');
  return found.flatMap((one) => (one.kind === 'module' ? [one.module] : []));
}

/** Types that a module declares or imports, by the name that they have there; without a declaration where none is at hand. */
function declaredIn({ state }: Subject, module: Module): [string, Declared | undefined][] {
  const own = [...module.types].flatMap(([name, [first]]): [string, Declared | undefined][] => [[name, first]]);
  const imported = [...module.imports.keys()].flatMap((name): [string, Declared | undefined][] => {
    const { found } = state.names.resolve(module, [name], 'type');
    return found.flatMap((one): [string, Declared | undefined][] => {
      if (one.kind === 'type') return [[name, one.declared]];
      return one.kind === 'missing' && /^[A-Z]/.test(name) ? [[name, undefined]] : [];
    });
  });
  return [...own, ...imported];
}

function kindOf(item: Item | undefined): CompletionItemKind {
  switch (item?.kind) {
    case 'enum':
      return CompletionItemKind.Enum;
    case 'alias':
      return CompletionItemKind.TypeParameter;
    default:
      return CompletionItemKind.Struct;
  }
}

/** Errors come first where one is wanted. */
function describe({ item, source }: Declared, isError: boolean): Partial<CompletionItem> {
  const isLikely = item.attributes.some(({ name, argument }) => name === 'derive' && /\bIdolError\b/.test(argument));
  const name = 'name' in item ? (item.name ?? '') : '';
  return {
    detail: source.path,
    sortText: `${isError && !isLikely ? 1 : 0}${name}`,
    ...(item.doc && { documentation: { kind: 'markdown', value: item.doc } }),
  };
}
