import { type ChosenInterface, holdsNamed, operationNamed, targetsIn } from '../api/index.ts';
import { buildConfigurations, layoutTexts } from '../registry/index.ts';
import { type InterfaceSchema, specialize } from '../schema/index.ts';
import { jsonText } from '../text/index.ts';
import { type AllowedCallers, allowedCallersOf, type Workspace } from '../tree/index.ts';
import { layOutForEach, type TargetLayout } from '../wire/index.ts';
import { resolveInterfaces, splitName } from './choose-operation.ts';
import { gather } from './encode.ts';
import { addFormatOption, type FormatFlags, outputsOf, writeOutputs } from './output-format.ts';
import { openProject } from './project.ts';
import { CannotRun, examples, orCannotRun, type RegisterCommand, type Session, type Verdict } from './session.ts';

interface LayoutOptions extends FormatFlags {
  readonly tree: string;
  readonly when: readonly string[];
}

export const registerLayout: RegisterCommand = (program, handle) => {
  const command = program
    .command('layout')
    .description('Shows the wire format of an operation, byte by byte: message, reply, error codes and leases.')
    .argument('[interface.operation]', 'by name, file or address on the site; without `.operation`: all operations')
    .option('--tree <folder>', 'root of the tree', '.')
    .option('--when <what>', 'an image that is meant, or a `cfg` predicate that holds; repeatable', gather, []);
  addFormatOption(command, ['text', 'json'])
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

function layout(session: Session, word: string | undefined, options: LayoutOptions): Verdict {
  const { tree, when } = options;
  const outputs = outputsOf(options);
  if (word === undefined && outputs.some(({ format }) => format === 'text')) {
    throw new CannotRun('name an interface, or an operation such as `Sensor.get`', '`--json` writes all of them');
  }
  const { interface: name, operation } = word === undefined ? { interface: undefined } : splitName(word);
  const project = openProject(session, tree);
  const { workspace } = project;
  const chosen = resolveInterfaces(session, project, name);
  const layouts = chosen.map((one) => {
    const schema =
      when.length === 0 ? one.schema : specialize(one.schema, orCannotRun(holdsNamed(when, one, workspace)));
    return {
      path: one.file.path,
      ...only(schema, layOutForEach(schema, targetsIn(one, workspace, when)), operation),
      allowedCallers: allowedCallersIn(one, workspace, operation),
    };
  });
  writeOutputs(session, outputs, (format, paint) => {
    if (format === 'json') return jsonText(word === undefined ? layouts : layouts[0]);
    const texts = layouts.flatMap((one, index) => {
      const { file, schema } = chosen[index] as ChosenInterface;
      const built = when.length === 0 ? buildConfigurations(schema, file, workspace) : undefined;
      return layoutTexts(one, paint, built);
    });
    return texts.join('\n\n\n');
  });
  return 0;
}

/** By operation, of those that not everybody may call. */
function allowedCallersIn(
  { file, schema }: ChosenInterface,
  { images }: Workspace,
  name: string | undefined,
): Record<string, readonly AllowedCallers[]> {
  const shown = schema.operations.filter((operation) => name === undefined || operation.name === name);
  const entries = shown.map((operation) => [operation.name, allowedCallersOf(file, images, operation.name)] as const);
  return Object.fromEntries(entries.filter(([, allowed]) => allowed.length > 0));
}

/** An interface and its layouts with one operation alone, where a name is given. */
function only(
  schema: InterfaceSchema,
  layouts: readonly TargetLayout[],
  name: string | undefined,
): { schema: InterfaceSchema; layouts: readonly TargetLayout[] } {
  if (name === undefined) return { schema, layouts };
  const operation = orCannotRun(operationNamed(schema, name));
  const index = schema.operations.indexOf(operation);
  return {
    schema: { ...schema, operations: [operation] },
    layouts: layouts.map((layout) => ({ ...layout, operations: layout.operations.slice(index, index + 1) })),
  };
}
