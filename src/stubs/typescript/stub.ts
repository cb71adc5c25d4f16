import type { Interface } from '../../idol/index.ts';
import { type Holds, type InterfaceSchema, specialize } from '../../schema/index.ts';
import { ARM, type OmittedOperation, type RuntimeSchema, runtimeSchemaOf, type Target } from '../../wire/index.ts';
import { fileStem } from '../file-stem.ts';
import type { StubFile } from '../model.ts';
import { madeBy, type StubOrigin } from '../origin.ts';
import { clientClass } from './client.ts';
import { LINE_WIDTH, list, literal, quoted } from './literal.ts';
import { messageCodecs } from './message-codecs.ts';
import { lowerCamel } from './names.ts';
import { operationTexts, type Side } from './operation.ts';
import { type ServerNames, serverSkeleton } from './server.ts';
import { tsdoc } from './tsdoc.ts';
import { TypeTexts } from './types.ts';

export interface TypeScriptOptions {
  /** Default: both, in one file. */
  side?: Side;
  /** Names of images, and `cfg` predicates, that hold: for what differs between them. */
  holds?: Holds;
  /** Where it differs between machines. Default: {@link ARM}. */
  target?: Target;
  /** What to import the runtime from. Default: `idol-registry/runtime`. */
  runtime?: string;
}

/**
 * A TypeScript module of one interface: its types, a client class, and a server's skeleton (in order and pipelined).
 * An operation whose types are not fully known is left out; a comment in the file says why.
 */
export function typescriptStub(
  source: Interface,
  schema: InterfaceSchema,
  origin: StubOrigin,
  { side, holds, target = ARM, runtime = 'idol-registry/runtime' }: TypeScriptOptions = {},
): StubFile {
  const chosen = holds ? specialize(schema, holds) : schema;
  const { runtime: runtimeSchema, omitted } = runtimeSchemaOf(chosen, target);
  const stem = schema.messages ? schema.name : fileStem(source.source.path);
  const path = `${stem}${side === undefined ? '' : `-${side}`}.ts`;
  const head = header(source, origin, holds, omitted);
  // Nothing that could be called: a module that only says so.
  if (runtimeSchema.operations.length === 0) return { path, text: [...head, 'export {};', ''].join('\n') };
  const types = new TypeTexts(chosen.types);
  if (chosen.messages) {
    const known = chosen.operations.filter(({ number }) =>
      runtimeSchema.operations.some((one) => one.number === number),
    );
    const codecs = messageCodecs(source, known, types);
    const names = [...types.imports, 'RuntimeSchema', 'MessageCodec'];
    const text = [
      [...head, imports(runtime, names)].join('\n'),
      ...types.declarations,
      constant(runtimeSchema),
      ...codecs,
    ].join('\n\n');
    return { path, text: `${text}\n` };
  }
  const client = types.reserve(chosen.name);
  const server = serverNames(client, types);
  const numbers = new Set(runtimeSchema.operations.map(({ number }) => number));
  const documentation = new Map(source.operations.map((operation) => [operation.number, operation]));
  const operationsOf = (of: Side) =>
    chosen.operations
      .filter(({ number }) => numbers.has(number))
      .map((operation) => operationTexts(operation, documentation.get(operation.number), of, types));
  const parts = [
    ...(side === 'server' ? [] : [clientClass(client, chosen.name, operationsOf('client'))]),
    ...(side === 'client' ? [] : serverSkeleton(server, chosen.name, operationsOf('server'))),
  ];
  const names = [...types.imports, ...runtimeNames(side !== 'server', side !== 'client')];
  const text = [
    [...head, imports(runtime, names)].join('\n'),
    ...types.declarations,
    ...parts,
    constant(runtimeSchema),
  ].join('\n\n');
  return { path, text: `${text}\n` };
}

function serverNames(base: string, types: TypeTexts): ServerNames {
  const name = lowerCamel(base);
  return {
    implementation: types.reserve(`${base}Implementation`),
    pipelined: types.reserve(`Pipelined${base}Implementation`),
    factory: types.reserve(`${name}Server`),
    pipelinedFactory: types.reserve(`pipelined${base}Server`),
  };
}

function header(
  source: Interface,
  origin: StubOrigin,
  holds: Holds | undefined,
  omitted: readonly OmittedOperation[],
): string[] {
  const facts = [
    ...(origin.version === undefined ? [] : [`// Interface version: ${origin.version}`]),
    ...(holds === undefined ? [] : [`// Holds for: ${('image' in holds ? [holds.image] : holds).join(', ')}`]),
  ];

  return [
    `// ${madeBy(origin, source.source.path)}`,
    ...(facts.length === 0 ? [] : ['//', ...facts]),
    ...omitted.flatMap(({ name, number, reasons }) => [
      '//',
      `// Left out: operation ${number}, ${name}, because what it carries is not known:`,
      ...new Set(
        reasons.flatMap(({ message, help }) => [
          `//   ${oneLine(message)}`,
          ...(help === undefined ? [] : [`//   Help: ${oneLine(help)}`]),
        ]),
      ),
    ]),
    '',
    ...tsdoc([source.doc?.text, `@module ${source.name.text}`]),
    '',
  ];
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

function runtimeNames(client: boolean, server: boolean): string[] {
  return [
    'RuntimeSchema',
    ...(client ? ['Client', 'Sender', 'TaskId'] : []),
    ...(server ? ['Awaitable', 'Caller', 'Pipelined', 'Server', 'ServerOptions'] : []),
  ];
}

const CLASSES: readonly string[] = ['Client', 'MessageCodec', 'Server'];

function imports(runtime: string, names: readonly string[]): string {
  const sorted = [...new Set(names)].sort();
  const values = sorted.some((name) => CLASSES.includes(name));
  const items = sorted.map((name) => (values && !CLASSES.includes(name) ? `type ${name}` : name));
  const [head, tail] = [`import ${values ? '' : 'type '}{`, `} from ${quoted(runtime)};`];
  const flat = `${head} ${items.join(', ')} ${tail}`;
  return flat.length <= LINE_WIDTH ? flat : list(head, items, tail);
}

function constant(schema: RuntimeSchema): string {
  const start = 'const SCHEMA: RuntimeSchema = ';
  return [
    ...tsdoc(['What the two ends know of each other at run time.']),
    `${start}${literal(schema, start.length, '', 1)};`,
  ].join('\n');
}
