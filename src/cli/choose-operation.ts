import { type ChosenInterface, operationNamed } from '../api/index.ts';
import type { ScannedInterface } from '../registry/index.ts';
import type { OperationSchema } from '../schema/index.ts';
import { firmwareOf, type InterfaceFile } from '../tree/index.ts';
import { isOfFirmware, type MessageSource, type ReleasedSource } from './message-source.ts';
import { CannotRun, orCannotRun, type Session } from './session.ts';
import { chooseInterfaces } from './stubs-options.ts';

/** `Spi.lock` or `drv/spi.idol.lock` as the interface and the operation that they name. The dot of a file's extension divides nothing. */
export function splitName(word: string): { interface: string; operation?: string } {
  const dot = word.lastIndexOf('.');
  if (dot < 0 || word.endsWith('.idol')) return { interface: word };
  return { interface: word.slice(0, dot), operation: word.slice(dot + 1) };
}

/**
 * The interfaces and message contracts that a word means (all without one), resolved. One that has errors cannot be laid out: a named
 * one ends the run.
 */
export function resolveInterfaces(
  session: Session,
  project: MessageSource,
  word: string | undefined,
): ChosenInterface[] {
  const chosen = chooseInterfaces(project, word);
  if (!project.results) return released(session, project, chosen);
  const { tree, results } = project;
  const paths = new Set(chosen.map(({ path }) => path));
  session.progress.show('resolving types …');
  const interfaces = results
    .assuming('derived')
    .interfaces()
    .filter(({ file }) => paths.has(file.path));
  session.progress.clear();
  if (firmwareOf(tree.files)) informOfAssumption(session, interfaces);
  const [first] = interfaces;
  if (word !== undefined && first && !first.schema) {
    const path = first.kind === 'messages' ? first.interface?.source.path : first.file.path;
    session.report(first.check().filter(({ severity, source }) => severity === 'error' && source.path === path));
    throw new CannotRun(`\`${word}\` has errors, so its wire format is not known`);
  }
  return interfaces.flatMap(({ file, schema, targets }) => (schema ? [{ file, schema, targets }] : []));
}

function released(session: Session, source: ReleasedSource, files: readonly InterfaceFile[]): ChosenInterface[] {
  const { schemas, targets } = source;
  const chosen = files.flatMap((file) => {
    const schema = schemas.get(file.path);
    return schema ? [{ file, schema, targets }] : [];
  });
  if (isOfFirmware(source)) informOfAssumption(session, chosen);
  return chosen;
}

/** What is shown of a firmware's Hubpack and Ssmarshal values holds if no serde attribute changes them: nothing in it says so. */
function informOfAssumption(session: Session, interfaces: readonly Pick<ScannedInterface, 'schema'>[]): void {
  const isAssumed = interfaces.some(({ schema }) =>
    schema?.operations.some(
      ({ encoding, reply }) => encoding !== 'Zerocopy' || (reply.kind === 'Result' && reply.error.kind === 'Complex'),
    ),
  );
  if (isAssumed) session.inform('note: types without serde attributes are assumed: a firmware does not hold these');
}

/** The one operation that `Interface.operation` names. */
export function resolveOperation(
  session: Session,
  project: MessageSource,
  word: string,
): ChosenInterface & { operation: OperationSchema } {
  const { interface: name, operation: operationName } = splitName(word);
  const [chosen] = resolveInterfaces(session, project, name);
  if (!chosen) throw new CannotRun(`the tree has no interface \`${name}\``);
  const names = chosen.schema.operations.map((operation) => operation.name);
  if (operationName === undefined) {
    const what = chosen.schema.messages ? 'direction' : 'operation';
    throw new CannotRun(`\`${word}\` names no ${what}`, `write \`${word}.<${what}>\`: it has ${names.join(', ')}`);
  }
  return { ...chosen, operation: orCannotRun(operationNamed(chosen.schema, operationName)) };
}

/** An operation whose message or reply is encoded or decoded; of a message contract, a direction without the parts before the body. */
export function resolveMessage(
  session: Session,
  project: MessageSource,
  word: string,
  { reply = false, frame = false }: { readonly reply?: boolean; readonly frame?: boolean },
): ChosenInterface & { operation: OperationSchema; isBodyAlone: boolean } {
  const chosen = resolveOperation(session, project, word);
  if (!chosen.schema.messages) {
    if (frame) throw new CannotRun(`\`${word}\` is an operation`, '`--frame` applies only to message contracts');
    return { ...chosen, isBodyAlone: false };
  }
  if (reply) throw new CannotRun(`\`${word}\` is a direction of a message contract: it has no reply`);
  if (frame) return { ...chosen, isBodyAlone: false };
  const args = chosen.operation.args.slice(-1);
  return { ...chosen, operation: { ...chosen.operation, args }, isBodyAlone: true };
}
