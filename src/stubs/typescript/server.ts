import { methodName } from '../../wire/index.ts';
import { parameterTags } from './client.ts';
import { list } from './literal.ts';
import type { OperationTexts } from './operation.ts';
import { tsdoc } from './tsdoc.ts';

/** Names that the server's part of a file declares. */
export interface ServerNames {
  readonly implementation: string;
  readonly pipelined: string;
  readonly factory: string;
  readonly pipelinedFactory: string;
}

/** The server's skeleton: what an implementation has to have, in order and pipelined, and what makes a server of it. */
export function serverSkeleton(
  names: ServerNames,
  interfaceName: string,
  operations: readonly OperationTexts[],
): string[] {
  const alias = [
    ...tsdoc([
      `What a pipelined server of ${interfaceName} implements: each operation answers its caller when it likes.`,
    ]),
    `export type ${names.pipelined} = Pipelined<${names.implementation}>;`,
  ];
  return [
    implementation(names.implementation, interfaceName, operations),
    alias.join('\n'),
    factory(
      names.factory,
      names.implementation,
      `Makes a server of ${interfaceName}, for the runtime's \`serve\`.`,
      '',
    ),
    factory(names.pipelinedFactory, names.pipelined, `Makes a pipelined server of ${interfaceName}.`, ", 'Pipelined'"),
  ];
}

function implementation(name: string, interfaceName: string, operations: readonly OperationTexts[]): string {
  const methods = operations.map((operation) => {
    const values = [...operation.args, ...operation.leases].map((value) => `${value.name}: ${value.type}`);
    return [
      ...tsdoc([operation.doc, `Operation ${operation.number}.`, parameterTags(operation)], '  '),
      list(`${methodName(operation.name)}(`, ['caller: Caller', ...values], `): Awaitable<${operation.result}>;`, '  '),
    ].join('\n');
  });
  return [
    ...tsdoc([
      `What a server of ${interfaceName} implements: each operation returns its reply.\nThrow the runtime's \`RequestError\` to have the client faulted.`,
    ]),
    `export interface ${name} {`,
    methods.join('\n\n'),
    '}',
  ].join('\n');
}

function factory(name: string, implementation: string, doc: string, style: string): string {
  return [
    ...tsdoc([doc]),
    list(`export function ${name}(`, [`implementation: ${implementation}`, 'options?: ServerOptions'], '): Server {'),
    `  return new Server(SCHEMA, implementation, options${style});`,
    '}',
  ].join('\n');
}
