import type { CodeLens, Location } from 'vscode-languageserver/node';
import type { OperationHistory } from '../history.ts';
import { positionOf, rangeOf } from '../position.ts';
import { type Subject, scannedAt } from '../subject.ts';
import { clientsOf, serversOf, type User } from '../users.ts';
import { locationIn } from './definition.ts';

/** The command of an editor that shows a list of places; it gets the address and place of the lens, and the list. */
export const SHOW_PLACES = 'idol-registry.showPlaces';

/**
 * Above an interface, who serves and who calls it; above an operation, since which release it has its number. `showsPlaces` says that the
 * editor has the command {@link SHOW_PLACES}.
 */
export function codeLenses(
  subject: Subject,
  history: ReadonlyMap<string, OperationHistory> | undefined,
  showsPlaces: boolean,
): CodeLens[] {
  const scanned = scannedAt(subject);
  const iface = scanned?.interface;
  if (!scanned || !iface) return [];
  const { source } = iface;
  const { images } = subject.state.workspace;
  const ofUsers = (users: readonly User[], one: string, many: string): CodeLens => {
    const title = users.length === 1 ? `1 ${one}` : `${users.length} ${many}`;
    const places = users.flatMap(({ crate }) => rootOf(crate, subject));
    const position = positionOf(source, iface.name.span.start);
    const isLink = showsPlaces && places.length > 0;
    return {
      range: rangeOf(source, iface.name.span),
      command: isLink
        ? { title, command: SHOW_PLACES, arguments: [subject.uriOf(subject.path), position, places] }
        : { title, command: '' },
    };
  };
  return [
    ofUsers(serversOf(scanned.file, images), 'server', 'servers'),
    ofUsers(clientsOf(scanned.file, images), 'client', 'clients'),
    ...iface.operations.flatMap((operation): CodeLens[] => {
      const since = sinceText(history?.get(operation.name.text), operation.number);
      return since === undefined
        ? []
        : [{ range: rangeOf(source, operation.name.span), command: { title: since, command: '' } }];
    }),
  ];
}

/** `number 7 since gimlet-v1.0.2`; undefined where the history does not tell. */
export function sinceText(history: OperationHistory | undefined, number: number): string | undefined {
  if (!history) return undefined;
  if (history.number !== number) return `number ${number} is new: it was ${history.number} in ${history.newest}`;
  return `number ${number} since ${history.since}`;
}

function rootOf(name: string, subject: Subject): Location[] {
  const { workspace, tree } = subject.state;
  const crate = workspace.crates.get(name);
  const source = crate && !crate.outside ? tree.files.read(crate.root) : undefined;
  return source ? [locationIn(subject, { source, span: { start: 0, end: 0 } })] : [];
}
