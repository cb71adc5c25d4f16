import { type CodeAction, CodeActionKind, type Range, type TextDocumentEdit } from 'vscode-languageserver/node';
import { type BreakingReport, moveToEnd, pathOf, type ReportEntry, WAIVERS_FILE } from '../../registry/index.ts';
import { differenceOf } from '../difference.ts';
import { offsetAt, overlap, rangeAt, rangeOf } from '../position.ts';
import type { Subject } from '../subject.ts';

/** Edits that mend what is wrong at a place: those that checks know, and for what a change breaks, its repair or a waiver. */
export function codeActions(subject: Subject, range: Range, report: BreakingReport | undefined): CodeAction[] {
  return [...fixesIn(subject, range), ...(report ? repairsIn(subject, range, report) : [])];
}

function fixesIn({ state, source, path, uriOf }: Subject, range: Range): CodeAction[] {
  return state.diagnostics.flatMap(({ source: other, span, fix }): CodeAction[] => {
    if (!fix || other.path !== path || !overlap(rangeOf(source, span), range)) return [];
    const edits = fix.edits.map((edit) => ({ range: rangeOf(source, edit.span), newText: edit.text }));
    return [
      {
        title: fix.title,
        kind: CodeActionKind.QuickFix,
        isPreferred: true,
        edit: { changes: { [uriOf(path)]: edits } },
      },
    ];
  });
}

function repairsIn(subject: Subject, range: Range, { interfaces, entries }: BreakingReport): CodeAction[] {
  const { path, state } = subject;
  const one = interfaces.find(({ interface: { newPath } }) => newPath === path);
  const iface = state.interfaces.find(({ file }) => file.path === path)?.interface;
  const isOnOperation = (entry: ReportEntry) => {
    const touched = one && entry.interfaces.find((each) => each.interface === pathOf(one));
    if (!touched || !iface) return false;
    const names = new Set(touched.verdicts.flatMap((position) => one.verdicts[position]?.operation.new?.name ?? []));
    const operations = iface.operations.filter(({ name }) => names.has(name.text));
    return (operations.length > 0 ? operations : [iface]).some(({ name }) =>
      overlap(rangeOf(iface.source, name.span), range),
    );
  };
  return entries
    .filter((entry) => entry.status === 'breaking' && (isOnOperation(entry) || isAt(subject, range, entry)))
    .flatMap((entry) => [...repair(subject, entry), waiver(subject, entry)]);
}

/** Whether a change was made in a document, at a place. */
function isAt({ path, source }: Subject, range: Range, { newPlace, repair: found }: ReportEntry): boolean {
  return [newPlace, found?.place].some((place) => place?.path === path && overlap(rangeAt(source, place), range));
}

function repair({ state, uriOf }: Subject, { repair: found }: ReportEntry): CodeAction[] {
  const place = found?.place;
  const source = place && state.tree.files.read(place.path);
  if (!source || !place) return [];
  const text = moveToEnd(source.text, offsetAt(source, rangeAt(source, place).start));
  if (text === undefined) return [];
  const { start, beforeEnd, afterEnd } = differenceOf(source.text, text);
  const edit = { range: rangeOf(source, { start, end: beforeEnd }), newText: text.slice(start, afterEnd) };
  return [
    {
      title: `Move ${found.what} \`${found.name}\` to the end`,
      kind: CodeActionKind.QuickFix,
      isPreferred: true,
      edit: { changes: { [uriOf(place.path)]: [edit] } },
    },
  ];
}

/** Appends the line to the waiver file; the reason is for the author to write. */
function waiver({ state, uriOf }: Subject, { waiverLine, message }: ReportEntry): CodeAction {
  const source = state.tree.files.read(WAIVERS_FILE);
  const uri = uriOf(WAIVERS_FILE);
  const end = source?.text.length ?? 0;
  const line = `${source && !/(?:^|\n)$/.test(source.text) ? '\n' : ''}${waiverLine}\n`;
  const range = source
    ? rangeOf(source, { start: end, end })
    : { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const edit: TextDocumentEdit = { textDocument: { uri, version: null }, edits: [{ range, newText: line }] };
  return {
    title: `Waive: ${message}`,
    kind: CodeActionKind.QuickFix,
    edit: { documentChanges: [...(source ? [] : [{ kind: 'create' as const, uri }]), edit] },
  };
}
