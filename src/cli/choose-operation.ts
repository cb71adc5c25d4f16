import { type ChosenInterface, operationNamed } from '../api/index.ts';
import { type ScannedInterface, scan } from '../registry/index.ts';
import type { OperationSchema } from '../schema/index.ts';
import { firmwareOf, type Tree } from '../tree/index.ts';
import type { Project } from './project.ts';
import { CannotRun, orCannotRun, type Session } from './session.ts';
import { chooseInterfaces } from './stubs-options.ts';

/** `Spi.lock` or `drv/spi.idol.lock` as the interface and the operation that they name. The dot of a file's extension divides nothing. */
export function splitName(word: string): { interface: string; operation?: string } {
  const dot = word.lastIndexOf('.');
  if (dot < 0 || word.endsWith('.idol')) return { interface: word };
  return { interface: word.slice(0, dot), operation: word.slice(dot + 1) };
}

/** The interfaces that a word means (all without one), resolved. One that has errors cannot be laid out: a named one ends the run. */
export function resolveInterfaces(session: Session, project: Project, word: string | undefined): ChosenInterface[] {
  const chosen = chooseInterfaces(project, word);
  session.progress.show('resolving types …');
  const { interfaces, diagnostics } = scan(
    project.tree,
    { ...project.workspace, interfaceFiles: chosen },
    project.config,
    { serde: 'derived' },
  );
  session.progress.clear();
  informOfAssumption(session, project.tree, interfaces);
  if (word !== undefined && interfaces.some(({ schema }) => !schema)) {
    const errors = diagnostics.filter(
      ({ severity, source }) => severity === 'error' && source.path === chosen[0]?.path,
    );
    session.report(errors);
    throw new CannotRun(`\`${word}\` has errors, so what travels is not known`);
  }
  return interfaces.flatMap(({ file, schema, targets }) => (schema ? [{ file, schema, targets }] : []));
}

/** What is shown of a firmware's Hubpack and Ssmarshal values holds if no serde attribute changes them: nothing in it says so. */
function informOfAssumption(session: Session, tree: Tree, interfaces: readonly ScannedInterface[]): void {
  if (!firmwareOf(tree.files)) return;
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
  project: Project,
  word: string,
): ChosenInterface & { operation: OperationSchema } {
  const { interface: name, operation: operationName } = splitName(word);
  const [chosen] = resolveInterfaces(session, project, name);
  if (!chosen) throw new CannotRun(`the tree has no interface \`${name}\``);
  const names = chosen.schema.operations.map((operation) => operation.name);
  if (operationName === undefined) {
    throw new CannotRun(`\`${word}\` names no operation`, `write \`${word}.<operation>\`: it has ${names.join(', ')}`);
  }
  return { ...chosen, operation: orCannotRun(operationNamed(chosen.schema, operationName)) };
}
