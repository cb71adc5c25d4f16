import { methodName } from '../../wire/index.ts';
import { list } from './literal.ts';
import type { OperationTexts } from './operation.ts';
import { tsdoc } from './tsdoc.ts';

/** The client class: a method per operation, on top of the runtime's `Client`. */
export function clientClass(name: string, interfaceName: string, operations: readonly OperationTexts[]): string {
  return [
    ...tsdoc([
      `A client of a task that serves ${interfaceName}. Faults and panics reject with the runtime's \`TaskFault\`.`,
    ]),
    `export class ${name} {`,
    '  readonly #client: Client;',
    '',
    ...tsdoc(['@param sender the task that calls\n@param server the task that serves the interface'], '  '),
    '  constructor(sender: Sender, server: TaskId) {',
    '    this.#client = new Client(SCHEMA, sender, server);',
    '  }',
    ...operations.flatMap((operation) => ['', ...method(operation)]),
    '}',
  ].join('\n');
}

function method(operation: OperationTexts): string[] {
  const { name, number, death, args, leases, result } = operation;
  const parameters = [...args, ...leases].map(({ name, type }) => `${name}: ${type}`);
  const names = (values: readonly { name: string }[]) => `[${values.map(({ name }) => name).join(', ')}]`;
  const values = leases.length > 0 ? [names(args), names(leases)] : args.length > 0 ? [names(args)] : [];
  return [
    ...tsdoc([operation.doc, `Operation ${number}. ${death}`, parameterTags(operation)], '  '),
    list(`${methodName(name)}(`, parameters, `): Promise<${result}> {`, '  '),
    list('return this.#client.call(', [String(number), ...values], ');', '    '),
    '  }',
  ];
}

/** `@param` of each documented argument and lease, as one paragraph. */
export function parameterTags({ args, leases }: OperationTexts): string {
  return [...args, ...leases]
    .flatMap(({ name, doc }) => (doc === undefined ? [] : [`@param ${name} ${doc}`]))
    .join('\n');
}
