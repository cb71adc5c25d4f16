import { DiagnosticSeverity } from 'vscode-languageserver/node';
import { DIRECTIONS, operationName, VERDICT_KINDS, type VerdictKind } from '../../compare/index.ts';
import {
  type BreakingReport,
  pathOf,
  type ReportEntry,
  type ReportedInterface,
  type ReportedVerdict,
} from '../../registry/index.ts';
import type { Source, Span } from '../../text/index.ts';
import { pageOf } from '../check-pages.ts';
import type { TreeState } from '../open-tree.ts';
import { offsetAt, rangeAt } from '../position.ts';
import type { Placed } from '../publisher.ts';
import { SOURCE_NAME } from './diagnostics.ts';

const SEVERITIES: Readonly<Record<VerdictKind, DiagnosticSeverity>> = {
  silent: DiagnosticSeverity.Warning,
  panic: DiagnosticSeverity.Warning,
  fault: DiagnosticSeverity.Information,
  unknown: DiagnosticSeverity.Hint,
  ok: DiagnosticSeverity.Hint,
};

/** What one editor shows of a change: where, and of which file. */
interface Shown extends Placed {
  readonly path: string;
}

/**
 * What a tree breaks, with the verdicts of `breaking`: on each operation that fails, and on each place in Rust that is a cause of that.
 * `uriOf` gives the address of a file of the tree.
 */
export function breakingDiagnostics(
  { interfaces, entries, against }: BreakingReport,
  state: TreeState,
  uriOf: (path: string) => string,
): Shown[] {
  const label = against.map((source) => source.label).join(', ');
  return interfaces
    .flatMap((one) => [
      ...operationsOf(one).flatMap((verdicts) => ofOperation(one, verdicts, entries, label, state, uriOf)),
    ])
    .concat(
      entries.flatMap((entry) => [
        ...ofRust(interfaces, entry, label, state),
        ...ofLevel(interfaces, entry, label, state),
      ]),
    );
}

/** The verdicts that are not `ok`, by operation. */
function operationsOf({ verdicts }: ReportedInterface): ReportedVerdict[][] {
  const byName = new Map<string, ReportedVerdict[]>();
  for (const one of verdicts) {
    if (one.verdict.kind === 'ok') continue;
    const name = operationName(one.operation);
    byName.set(name, [...(byName.get(name) ?? []), one]);
  }
  return [...byName.values()];
}

function ofOperation(
  one: ReportedInterface,
  verdicts: readonly ReportedVerdict[],
  all: readonly ReportEntry[],
  label: string,
  state: TreeState,
  uriOf: (path: string) => string,
): Shown[] {
  const place = operationPlace(one, verdicts[0]?.operation.new?.name, state);
  if (!place) return [];
  const entries = entriesOf(all, verdicts);
  const [first] = entries;
  const related = entries.flatMap(({ newPlace, message }) => {
    const source = newPlace && state.tree.files.read(newPlace.path);
    return source ? [{ location: { uri: uriOf(newPlace.path), range: rangeAt(source, newPlace) }, message }] : [];
  });
  const { name } = verdicts[0]?.operation.new ?? verdicts[0]?.operation.old ?? { name: '' };
  const message = [
    `\`${name}\` breaks, compared with ${label}`,
    ...verdicts.map(verdictText),
    ...entries.map((entry) => `cause: ${entry.message}${entry.status === 'waived' ? ' (waived)' : ''}`),
    ...entries.flatMap(({ help }) => (help ? [`help: ${help}`] : [])),
  ].join('\n');
  const shown = { ...ruleOf(first, state), severity: severityOf(one, verdicts, entries), message };
  return [{ ...place, path: place.source.path, shown: { ...shown, relatedInformation: related } }];
}

/** A cause that lies in a Rust file, shown there: the author of that file sees which operations it breaks. */
function ofRust(
  interfaces: readonly ReportedInterface[],
  entry: ReportEntry,
  label: string,
  state: TreeState,
): Shown[] {
  const { newPlace } = entry;
  const touched = touchedBy(entry, interfaces).map((one) => ({ one, verdicts: verdictsOf(one, entry) }));
  const verdicts = touched.flatMap((each) => each.verdicts);
  const source = newPlace?.path.endsWith('.rs') ? state.tree.files.read(newPlace.path) : undefined;
  if (!source || !newPlace || verdicts.length === 0) return [];
  const names = touched.flatMap(({ one, verdicts: own }) =>
    own.map(({ operation }) => `\`${one.interface.name}.${operationName(operation)}\``),
  );
  const message = [
    `${entry.message}; this breaks ${[...new Set(names)].join(', ')}, compared with ${label}`,
    ...[...new Set(verdicts.map(verdictText))].slice(0, MAX_VERDICTS),
  ].join('\n');
  const { start, end } = rangeAt(source, newPlace);
  const span = { start: offsetAt(source, start), end: offsetAt(source, end) };
  const severity = Math.min(
    ...touched.map(({ one, verdicts: own }) => severityOf(one, own, [entry])),
  ) as DiagnosticSeverity;
  return [{ source, span, path: source.path, shown: { ...ruleOf(entry, state), severity, message } }];
}

/** The interfaces that a change touches. */
function touchedBy(entry: ReportEntry, interfaces: readonly ReportedInterface[]): ReportedInterface[] {
  const paths = new Set(entry.interfaces.map((one) => one.interface));
  return interfaces.filter((one) => paths.has(pathOf(one)));
}

/** Verdicts of one cause that are written out in a Rust file: it may touch all operations of an interface. */
const MAX_VERDICTS = 6;

/** A change that fails the run by its level, such as one of names, and touches no call. */
function ofLevel(
  interfaces: readonly ReportedInterface[],
  entry: ReportEntry,
  label: string,
  state: TreeState,
): Shown[] {
  const touched = touchedBy(entry, interfaces);
  if (entry.status !== 'breaking' || touched.some((one) => verdictsOf(one, entry).length > 0)) return [];
  const [first] = touched;
  const place = first && operationPlace(first, entry.interfaces[0]?.operations[0]?.new?.name, state);
  if (!place) return [];
  const message = `${entry.message}, compared with ${label}`;
  const shown = { ...ruleOf(entry, state), severity: DiagnosticSeverity.Information, message };
  return [{ ...place, path: place.source.path, shown }];
}

/** The verdicts of one interface that a change explains. */
function verdictsOf(one: ReportedInterface, { interfaces }: ReportEntry): ReportedVerdict[] {
  const positions = interfaces.find((each) => each.interface === pathOf(one))?.verdicts ?? [];
  return positions.flatMap((position) => {
    const found = one.verdicts[position];
    return found && found.verdict.kind !== 'ok' ? [found] : [];
  });
}

function entriesOf(entries: readonly ReportEntry[], verdicts: readonly ReportedVerdict[]): ReportEntry[] {
  const causes = new Set(verdicts.flatMap((verdict) => verdict.causes));
  return entries.filter(({ fingerprint }) => causes.has(fingerprint));
}

function verdictText({ direction, verdict, configurations, sentence }: ReportedVerdict): string {
  const where = configurations.length > 0 ? ` ${configurations.join(', ')}` : '';
  return `${DIRECTIONS[direction]}${where}: ${verdict.kind}: ${sentence}`;
}

/** The worst verdict of a direction that has to work counts; what a waiver accepts is a hint. */
function severityOf(
  { policy: { mode, audience } }: ReportedInterface,
  verdicts: readonly ReportedVerdict[],
  entries: readonly ReportEntry[],
): DiagnosticSeverity {
  const isWaived = entries.length > 0 && entries.every(({ status }) => status === 'waived');
  if (isWaived || mode === 'none' || audience === 'internal') return DiagnosticSeverity.Hint;
  const counted = verdicts.filter(
    ({ direction }) => mode === 'full' || (mode === 'backward') === (direction === 'old-client'),
  );
  const worst = VERDICT_KINDS.find((kind) => counted.some(({ verdict }) => verdict.kind === kind));
  return SEVERITIES[worst ?? 'ok'];
}

function ruleOf(
  entry: ReportEntry | undefined,
  { config }: TreeState,
): Pick<Placed['shown'], 'code' | 'codeDescription' | 'source'> {
  const source = `${SOURCE_NAME} breaking`;
  return entry ? { source, code: entry.rule, codeDescription: { href: pageOf(entry.rule, config) } } : { source };
}

/** The name of an operation in its file as it is now; that of the interface for one that is gone. */
function operationPlace(
  { interface: { newPath } }: ReportedInterface,
  name: string | undefined,
  { interfaces }: TreeState,
): { source: Source; span: Span } | undefined {
  const iface = interfaces.find(({ file }) => file.path === newPath)?.interface;
  if (!iface) return undefined;
  const operation = iface.operations.find((one) => one.name.text === name);
  return { source: iface.source, span: (operation ?? iface).name.span };
}
