import {
  type AnnotatedTextEdit,
  type ChangeAnnotation,
  ErrorCodes,
  type Position,
  type Range,
  ResponseError,
  type TextDocumentEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { parseInterfaceDocument } from '../../idol/index.ts';
import { isIdentifier } from '../../rust/index.ts';
import type { Source, Span } from '../../text/index.ts';
import { type Item, itemAt } from '../item-at.ts';
import { offsetAt, rangeOf } from '../position.ts';
import { callsOf, implementationsOf } from '../rust-uses.ts';
import { type Subject, scannedAt } from '../subject.ts';

/** An item whose name can be changed. */
type Named = Extract<Item, { kind: 'operation' | 'argument' | 'lease' }>;

/** The name at a place, if it can be changed, without its quotes. */
export function renameRange(subject: Subject, position: Position): Range | null {
  const item = namedAt(subject, position);
  const span = item && withoutQuotes(subject.source, item.span);
  return span ? rangeOf(subject.source, span) : null;
}

/**
 * Changes a name. That of an operation is used in Rust as well: the functions of servers and the calls of clients are edits that the
 * author confirms one by one, or sees in a list where the editor cannot ask. Entries of `allowed-callers` follow too.
 */
export function rename(
  subject: Subject,
  position: Position,
  newName: string,
  asksAuthor: boolean,
): { edit: WorkspaceEdit; follow: readonly string[] } {
  const item = namedAt(subject, position);
  const span = item && withoutQuotes(subject.source, item.span);
  if (!item || !span) throw new ResponseError(ErrorCodes.InvalidRequest, 'there is no name that can be changed');
  if (!isIdentifier(newName)) {
    throw new ResponseError(ErrorCodes.InvalidParams, `\`${newName}\` is not a Rust identifier`);
  }
  if (namesBeside(item, subject).includes(newName)) {
    throw new ResponseError(ErrorCodes.InvalidParams, `there is another \`${newName}\` already`);
  }
  const { source } = subject;
  const edits = [{ source, span, text: newName }];
  const uses = item.kind === 'operation' ? rustUses(subject, item.operation.name.text) : [];
  const follow = uses.map((use) => `${use.source.path}:${use.source.position(use.span.start).line}`);
  if (!asksAuthor) return { edit: editOf(subject, edits, []), follow };
  return {
    edit: editOf(
      subject,
      edits,
      uses.map((use) => ({ ...use, text: newName })),
    ),
    follow: [],
  };
}

function rustUses({ state, path }: Subject, name: string): { source: Source; span: Span }[] {
  const file = state.workspace.interfaceFiles.find((one) => one.path === path);
  if (!file) return [];
  const restrictions = state.workspace.restrictions
    .filter((entry) => entry.path === path && entry.operation === name)
    .flatMap(({ source, span }) => {
      const start = source.text.indexOf(name, span.start);
      return start < 0 || start > span.end ? [] : [{ source, span: { start, end: start + name.length } }];
    });
  return [...implementationsOf(state, file, name), ...callsOf(state, file, name), ...restrictions];
}

interface Edit {
  readonly source: Source;
  readonly span: Span;
  readonly text: string;
}

function editOf(subject: Subject, sure: readonly Edit[], unsure: readonly Edit[]): WorkspaceEdit {
  const changes = new Map<string, AnnotatedTextEdit[]>();
  const add = ({ source, span, text }: Edit, annotation?: object) => {
    const uri = subject.uriOf(source.path);
    const edit = { range: rangeOf(source, span), newText: text, ...annotation } as AnnotatedTextEdit;
    changes.set(uri, [...(changes.get(uri) ?? []), edit]);
  };
  for (const edit of sure) add(edit);
  for (const edit of unsure) add(edit, { annotationId: FOLLOWS });
  const documentChanges = [...changes].map(
    ([uri, edits]): TextDocumentEdit => ({ textDocument: { uri, version: null }, edits }),
  );
  if (unsure.length > 0) return { documentChanges, changeAnnotations: { [FOLLOWS]: CONFIRMED } };
  return { changes: Object.fromEntries(changes) };
}

const FOLLOWS = 'follows';
const CONFIRMED: ChangeAnnotation = {
  label: 'Uses of the operation',
  description: 'found by their text: confirm that each one means this operation',
  needsConfirmation: true,
};

function namedAt({ source }: Subject, position: Position): Named | undefined {
  const { document, iface } = parseInterfaceDocument(source).value;
  const item = itemAt(iface, document, offsetAt(source, position));
  return item && ['operation', 'argument', 'lease'].includes(item.kind) ? (item as Named) : undefined;
}

function namesBeside(item: Named, subject: Subject): string[] {
  const names = (items: readonly { readonly name: { readonly text: string } }[]) => items.map(({ name }) => name.text);
  switch (item.kind) {
    case 'operation':
      return names(scannedAt(subject)?.interface?.operations ?? []);
    case 'argument':
      return names(item.operation.args);
    case 'lease':
      return names(item.operation.leases);
  }
}

/** What stands between the quotes of a string without escapes. */
function withoutQuotes(source: Source, span: Span): Span | undefined {
  const written = source.slice(span);
  return /^"[^"\\]*"$/.test(written) ? { start: span.start + 1, end: span.end - 1 } : undefined;
}
