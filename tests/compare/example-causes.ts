import type { Call, InterfaceVersion, OperationName } from '../../src/compare/index.ts';
import type { InterfaceSchema, OperationSchema } from '../../src/schema/index.ts';
import type { Example, ExampleKind } from '../../src/text/index.ts';
import { checkPageOf } from '../check-page.ts';
import { compareExample } from './example-trees.ts';
import type { JudgedCause } from './judged-causes.ts';

/** What a rule says of what travels, in an example on its page. */
export interface ExampleCause {
  readonly kind: ExampleKind;
  readonly heading: string;
  readonly message: string;
  readonly cause: JudgedCause;
  readonly files: Example['files'];
  readonly before: InterfaceVersion;
  readonly after: InterfaceVersion;
}

/** The causes of a rule in the examples on its page, and in those with Hubpack made over to Ssmarshal, which no page shows. */
export function exampleCauses(rule: string): ExampleCause[] {
  const page = checkPageOf(rule);
  const examples = page.sections.flatMap(({ kind, examples }) => examples.map((example) => ({ kind, ...example })));
  return [...examples, ...examples.flatMap(inSsmarshal)].flatMap(({ kind, heading, files }) => {
    const { causes, before, after } = compareExample(files);
    return causes
      .filter((cause) => cause.rule === rule && cause.isOnTheWire)
      .map((cause) => ({
        kind,
        heading,
        message: cause.message,
        cause,
        files,
        before: before.find(({ path }) => path === cause.interface.oldPath) as InterfaceVersion,
        after: after.find(({ path }) => path === cause.interface.newPath) as InterfaceVersion,
      }));
  });
}

function inSsmarshal<E extends Example>(example: E): E[] {
  const text = example.files.map((file) => file.text).join();
  if (!text.includes('encoding: Hubpack') || text.includes('Complex')) return [];
  const files = example.files.map((file) => ({ ...file, text: file.text.replaceAll('Hubpack', 'Ssmarshal') }));
  return [{ ...example, heading: `${example.heading}, in Ssmarshal`, files }];
}

/** The calls that a cause is about when the client is of that side, as far as it has the operations. */
export function callsOf({ cause, before, after }: ExampleCause, side: 'old' | 'new'): Call[] {
  const [client, server] = side === 'old' ? [before.schema, after.schema] : [after.schema, before.schema];
  return cause.operations.flatMap((names) => callOf(names, side, client, server) ?? []);
}

function callOf(
  names: { old?: OperationName; new?: OperationName },
  side: 'old' | 'new',
  client: InterfaceSchema,
  server: InterfaceSchema,
): Call | undefined {
  const other = side === 'old' ? 'new' : 'old';
  const name = names[side]?.name;
  if (name === undefined) return undefined;
  const operation = client.operations.find((one) => one.name === name) as OperationSchema;
  return { names: { client: side, server: other }, client, operation, server, meant: names[other]?.name };
}
