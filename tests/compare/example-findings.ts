import { readFileSync } from 'node:fs';
import type { Call, Finding, InterfaceVersion, OperationName } from '../../src/compare/index.ts';
import { type Example, type ExampleKind, parseCheckPage } from '../../src/text/index.ts';
import type { InterfaceWire, OperationWire } from '../../src/wire/index.ts';
import { compareExample } from './example-trees.ts';

/** What a rule says of what travels, in an example on its page. */
export interface ExampleFinding {
  readonly kind: ExampleKind;
  readonly heading: string;
  readonly message: string;
  readonly finding: Finding;
  readonly files: Example['files'];
  readonly before: InterfaceVersion;
  readonly after: InterfaceVersion;
}

/** The findings of a rule in the examples on its page, and in those with Hubpack made over to Ssmarshal, which no page shows. */
export function exampleFindings(rule: string): ExampleFinding[] {
  const page = parseCheckPage(readFileSync(`content/checks/${rule}.md`, 'utf8'));
  const examples = page.sections.flatMap(({ kind, examples }) => examples.map((example) => ({ kind, ...example })));
  return [...examples, ...examples.flatMap(inSsmarshal)].flatMap(({ kind, heading, files }) => {
    const { findings, before, after } = compareExample(files);
    return findings
      .filter((finding) => finding.rule === rule && finding.judgements)
      .map((finding) => ({
        kind,
        heading,
        message: finding.message,
        finding,
        files,
        before: before.find(({ path }) => path === finding.interface.oldPath) as InterfaceVersion,
        after: after.find(({ path }) => path === finding.interface.newPath) as InterfaceVersion,
      }));
  });
}

function inSsmarshal<E extends Example>(example: E): E[] {
  const text = example.files.map((file) => file.text).join();
  if (!text.includes('encoding: Hubpack') || text.includes('Complex')) return [];
  const files = example.files.map((file) => ({ ...file, text: file.text.replaceAll('Hubpack', 'Ssmarshal') }));
  return [{ ...example, heading: `${example.heading}, in Ssmarshal`, files }];
}

/** The calls that a finding is about when the client is of that side, as far as it has the operations. */
export function callsOf({ finding, before, after }: ExampleFinding, side: 'old' | 'new'): Call[] {
  const [client, server] = side === 'old' ? [before.wire, after.wire] : [after.wire, before.wire];
  return finding.operations.flatMap((names) => callOf(names, side, client, server) ?? []);
}

function callOf(
  names: { old?: OperationName; new?: OperationName },
  side: 'old' | 'new',
  client: InterfaceWire,
  server: InterfaceWire,
): Call | undefined {
  const other = side === 'old' ? 'new' : 'old';
  const name = names[side]?.name;
  if (name === undefined) return undefined;
  const operation = client.operations.find((one) => one.name === name) as OperationWire;
  return { names: { client: side, server: other }, client, operation, server, meant: names[other]?.name };
}
