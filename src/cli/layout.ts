import { buildConfigurations } from '../registry/index.ts';
import { specialize } from '../schema/index.ts';
import { jsonText } from '../text/index.ts';
import { ARM, interfaceWire } from '../wire/index.ts';
import { operationOf, resolveInterfaces, splitName } from './choose-operation.ts';
import { gather } from './encode.ts';
import { layoutText } from './formats/layout-text.ts';
import { openProject } from './project.ts';
import { CannotRun, examples, type RegisterCommand, type Session, type Verdict } from './session.ts';
import { holdsNamed } from './when.ts';

interface LayoutOptions {
  readonly tree: string;
  readonly json?: boolean;
  readonly when: readonly string[];
}

export const registerLayout: RegisterCommand = (program, handle) => {
  program
    .command('layout')
    .description('Shows what travels for an operation, byte for byte: message, reply, error codes and leases.')
    .argument('[interface.operation]', 'by name, file or address on the site; without `.operation`: all operations')
    .option('--tree <folder>', 'root of the tree', '.')
    .option('--when <what>', 'an image that is meant, or a `cfg` predicate that holds; repeatable', gather, [])
    .option('--json', 'as JSON; then without a name, too: every interface, resolved')
    .addHelpText(
      'after',
      examples({
        'layout Sensor.get': 'one operation',
        'layout idl/sensor.idol': 'all operations of an interface file',
        'layout --json > resolved.json': 'every interface of the tree with all its types',
      }),
    )
    .action(handle(layout));
};

function layout(session: Session, word: string | undefined, { tree, json = false, when }: LayoutOptions): Verdict {
  if (word === undefined && !json) throw new CannotRun('say which interface', 'or add `--json` for all of them');
  const { interface: name, operation } = word === undefined ? { interface: undefined } : splitName(word);
  const project = openProject(session, tree);
  const target = { ...ARM, ...project.config.target };
  const resolved = resolveInterfaces(session, project, name);
  const chosen = resolved.map((one) => ({
    ...one,
    wire:
      when.length === 0
        ? one.wire
        : interfaceWire(specialize(one.wire, holdsNamed(when, one, project.workspace)), target),
  }));
  if (json) {
    const all = chosen.map(({ file, wire }) => ({
      path: file.path,
      ...(operation === undefined ? wire : { ...wire, operations: [operationOf(wire, operation)] }),
    }));
    session.printDocument(jsonText(word === undefined ? all : all[0]));
    return 0;
  }
  const texts = chosen.flatMap(({ file, wire }) => {
    const operations = operation === undefined ? wire.operations : [operationOf(wire, operation)];
    const built = when.length === 0 ? buildConfigurations(wire, file, project.workspace) : undefined;
    return operations.map((each) => layoutText(wire, each, session.paint, built));
  });
  session.print(texts.join('\n\n\n'));
  return 0;
}
