import type { Side } from '../idol/index.ts';
import { diagnosticEntry, runtimeOf, schemaHash, stubSettings } from '../registry/index.ts';
import { jsonSchemaFile, type RustOptions, rustStub, type StubFile, typescriptStub } from '../stubs/index.ts';
import { holdsNamed, targetNamedBy } from './configuration.ts';
import { generator } from './generator.ts';
import type { ConfigurationOptions } from './layout-of.ts';
import { attempt, given, type Outcome, withheld } from './outcome.ts';
import { originOf, type TreeInterface } from './read-interface.ts';

/** Which stubs to generate. */
export type StubRequest = RustStubRequest | TypeScriptStubRequest | JsonSchemaRequest;

/** One file for each side. */
export interface RustStubRequest {
  readonly language: 'rust';
  /** Default: the sides that the tree builds, or both if it builds none. */
  readonly side?: Side;
  /** What is left out is as the build scripts of the tree ask for, for the runtime that its `Cargo.lock` pins. */
  readonly options?: Partial<Omit<RustOptions, 'origin'>>;
}

/** One file with the types, and a client and a server or one of them. */
export interface TypeScriptStubRequest extends ConfigurationOptions {
  readonly language: 'typescript';
  /** Default: both. */
  readonly side?: Side;
  /** Module to import the runtime from. Default: `idol-registry/runtime`. */
  readonly runtime?: string;
}

/** One JSON Schema of the values that {@link encode} and {@link decode} have. */
export interface JsonSchemaRequest {
  readonly language: 'json-schema';
}

/**
 * Generates stubs of an interface, as `idol-registry stubs` does.
 *
 * @returns files, with names and without folders; nothing is written. If one of them is refused, none is given: `findings` says why.
 */
export function stubsOf(iface: TreeInterface, request: StubRequest): Outcome<readonly StubFile[]> {
  switch (request.language) {
    case 'rust':
      return attempt(() => rustStubs(iface, request));
    case 'typescript':
      return attempt(() => typescriptStubs(iface, request));
    case 'json-schema':
      return given([jsonSchemaFile(iface.schema)]);
  }
}

function rustStubs(iface: TreeInterface, { side, options }: RustStubRequest): Outcome<readonly StubFile[]> {
  const { project, file, interface: syntax } = originOf(iface);
  if (!syntax) return withheld('invalid-interface', `\`${file.path}\` has errors`);
  if (iface.schema.messages) {
    return withheld('refused-stub', `\`${iface.name}\` is a message contract: it has no Rust stubs`);
  }
  const runtime = runtimeOf(project.tree);
  const settings = stubSettings(runtime, file.stubs);
  const style = file.stubs.find((use) => use.side === 'server')?.style;
  const results = sidesOf(iface, side).map((each) =>
    rustStub(syntax, each, {
      generation: runtime.generation,
      ...settings[each],
      ...(style && { style }),
      ...options,
      origin: stubOrigin(iface),
    }),
  );
  const findings = results.flatMap(({ diagnostics }) => diagnostics.map(diagnosticEntry));
  if (findings.length === 0) return given(results.flatMap(({ value }) => value ?? []));
  return withheld('refused-stub', `no Rust stub can be made of \`${iface.name}\``, { findings });
}

function sidesOf(iface: TreeInterface, side: Side | undefined): readonly Side[] {
  if (side !== undefined) return [side];
  const both: readonly Side[] = ['client', 'server'];
  const built = both.filter((each) => originOf(iface).file.stubs.some((use) => use.side === each));
  return built.length > 0 ? built : both;
}

function typescriptStubs(
  iface: TreeInterface,
  { side, runtime, when = [] }: TypeScriptStubRequest,
): Outcome<readonly StubFile[]> {
  const { project, file, targets, interface: syntax } = originOf(iface);
  if (!syntax) return withheld('invalid-interface', `\`${file.path}\` has errors`);
  const target = targetNamedBy({ file, targets }, project.workspace, when, 'in `when`');
  if (!target.ok) return target;
  const holds = holdsNamed(when, { file, schema: iface.schema }, project.workspace);
  if (!holds.ok) return holds;
  const options = { side, runtime, target: target.value, ...(when.length > 0 && { holds: holds.value }) };
  return given([typescriptStub(syntax, iface.schema, stubOrigin(iface), options)]);
}

function stubOrigin({ schema }: TreeInterface) {
  return { generator: generator(), version: schemaHash(schema) };
}
