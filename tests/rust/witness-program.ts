import type { InterfaceVersion, Witness } from '../../src/compare/index.ts';
import { baseValue } from '../../src/compare/simulate/samples.ts';
import { parseInterface } from '../../src/idol/index.ts';
import {
  type ErrorSchema,
  errorCodes,
  type InterfaceSchema,
  type LeaseSchema,
  type OperationSchema,
  type Type,
  type TypeDefinition,
  type TypeTable,
  walk,
} from '../../src/schema/index.ts';
import { type ExampleFile, Source } from '../../src/text/index.ts';
import type { Value } from '../../src/wire/index.ts';
import { fillLease, imageType } from '../compare/lent.ts';
import type { Simulated } from '../compare/simulate.ts';
import { stubFile } from './example-modules.ts';
import { RustText } from './rust-text.ts';

/** A version of an interface and the Rust text of its API crate. */
export interface RustVersion extends Pick<InterfaceVersion, 'schema'> {
  readonly idol: ExampleFile;
  readonly types: string;
}

/** A call that is made in Rust: by a client of one version to a server of another. */
export interface RustCall extends Witness {
  readonly client: RustVersion;
  readonly operation: OperationSchema;
  readonly server: RustVersion;
  /** Name of the same operation in the server's version, if it has one. */
  readonly meant: string | undefined;
  /** What the simulation made of it: the server's implementation does the same with its leases. */
  readonly simulated: Simulated;
}

/** The program that makes the calls, in their order: a module for each version with its types, its stubs and its ends of calls. */
export function witnessProgram(calls: readonly RustCall[]): string {
  const versions = [...new Set(calls.flatMap(({ client, server }) => [client, server]))];
  const name = (version: RustVersion) => `v${versions.indexOf(version)}`;
  const modules = versions.map((version) => {
    const ends = calls.flatMap((call, i) => [
      ...(call.client === version ? [clientEnd(call, i, name(version))] : []),
      ...(call.server === version ? [serverEnd(call, i, name(version))] : []),
    ]);
    return `pub mod ${name(version)} {\n${versionText(version, name(version))}\n${ends.join('\n')}\n}`;
  });
  const making = calls.map(
    ({ client, server }, i) =>
      `happened::happen::<${name(server)}::server::${server.schema.name}Operation, ${i}>(` +
      `${name(server)}::server::INCOMING_SIZE, ${name(client)}::call_${i});`,
  );
  return `${modules.join('\n\n')}\n\nfn calls() {\n${making.join('\n')}\n}\n`;
}

function versionText({ schema, idol, types }: RustVersion, module: string): string {
  const iface = parseInterface(new Source(idol.path, idol.text)).value;
  if (!iface) throw new Error(`${idol.path} is no interface`);
  return [
    // Made-up names and values are not what a person would write.
    '#![allow(warnings)]',
    withDerives(types, schema),
    ...considerations(schema, module),
    `pub mod client {\nuse super::*;\nuse userlib::sys_send;\n${stubFile(iface, 'client').text}}`,
    `pub mod server {\nuse super::*;\n${stubFile(iface, 'server').text}}`,
  ].join('\n');
}

/** Pages show definitions without the derives that a crate would give them; here each gets those that its uses need. */
function withDerives(types: string, schema: InterfaceSchema): string {
  const needs = needsOf(schema);
  return (
    types
      .replace(/^ *#\[derive\(.*\)\]\n/gm, '')
      // The struct that the macro makes could not be sent in Zerocopy: a crate writes its own.
      .replace(
        /^( *bitflags::bitflags! \{\n *)pub struct (\w+): (\w+)/gm,
        '#[repr(transparent)]\npub struct $2($3);\n$1impl $2: $3',
      )
      .replace(/^( *)pub (struct|enum) (\w+)[^;}]*/gm, (text, indent, _, name) => {
        const definition = Object.values(schema.types).find((one) => one.name === name);
        const uses = new Set(needs.get(definition?.id ?? '')).union(new Set(text.includes('#[idol(') ? ['code'] : []));
        return `${indent}#[derive(${derives(definition, uses).join(', ')})]\n${text}`;
      })
  );
}

type Need = 'image' | 'serde' | 'code';

function needsOf({ operations, types }: InterfaceSchema): Map<string, Set<Need>> {
  const needs = new Map<string, Set<Need>>();
  const need = (what: Need, type: Type) =>
    walk([type], types, (used) => {
      if (used.kind === 'named') needs.set(used.id, (needs.get(used.id) ?? new Set()).add(what));
    });
  for (const { args, leases, reply, encoding } of operations) {
    for (const { type } of [...args, reply.ok]) need(encoding === 'Zerocopy' ? 'image' : 'serde', type);
    for (const { type } of leases) need('image', type);
    const error = errorOf(reply);
    if (error?.kind === 'CLike') need('code', error.type);
    if (error?.kind === 'Complex') need('serde', error.type);
  }
  return needs;
}

function derives(definition: TypeDefinition | undefined, needs: ReadonlySet<string>): string[] {
  const isPlainEnum = definition?.kind === 'enum' && definition.variants.every(({ shape }) => shape === 'unit');
  return [
    'Copy, Clone, Debug',
    ...(isPlainEnum || needs.has('code') ? ['userlib::FromPrimitive'] : []),
    ...(needs.has('code') ? ['derive_idol_err::IdolError'] : []),
    ...(needs.has('serde') ? ['serde::Serialize, serde::Deserialize, hubpack::SerializedSize'] : []),
    ...(needs.has('image') ? ['zerocopy_derive::IntoBytes, zerocopy_derive::Immutable'] : []),
    ...(needs.has('image') && definition?.kind !== 'enum'
      ? ['zerocopy_derive::FromBytes, zerocopy_derive::KnownLayout']
      : []),
  ];
}

/** What error types of operations that are not sent again must say of a server's death, where a page's do not. */
function considerations({ operations, types }: InterfaceSchema, module: string): string[] {
  const text = expressions(types, module);
  const impls = operations.flatMap(({ reply, idempotent }) => {
    const error = errorOf(reply);
    if (idempotent || !error) return [];
    if (error.kind === 'CLike' && !errorCodes(error.type, types)?.some(({ serverDeath }) => serverDeath)) {
      return `impl idol_runtime::IHaveConsideredServerDeathWithThisErrorType for ${error.text} {}`;
    }
    if (error.kind !== 'Complex') return [];
    const dead = text.of(error.type, baseValue(error.type, types, 'Hubpack'));
    return `impl From<idol_runtime::ServerDeath> for ${error.text} { fn from(_: idol_runtime::ServerDeath) -> Self { ${dead} } }`;
  });
  return [...new Set(impls)];
}

function expressions(types: TypeTable, module: string): RustText {
  return new RustText(types, (id) => `crate::${module}::${id.slice(id.indexOf('::') + 2)}`);
}

/** A function that makes the call and answers what came back. */
function clientEnd({ client, operation, args, lengths }: RustCall, index: number, module: string): string {
  const { schema } = client;
  const text = expressions(schema.types, module);
  const lent = operation.leases.map((lease, i) => {
    const image = imageType(lease, lengths[i] ?? 1);
    return `let ${lease.write ? 'mut ' : ''}lease${i} = ${text.of(image, fillLease(image, schema.types, 0))};`;
  });
  const passed = [
    ...operation.args.map(({ name, type }) => text.of(type, (args as Record<string, Value>)[name])),
    ...operation.leases.map(({ write }, i) => `&${write ? 'mut ' : ''}lease${i}`),
  ];
  const written = operation.leases.flatMap(({ write }, i) => (write ? `format!("{lease${i}:?}")` : []));
  return `pub fn call_${index}(server: userlib::TaskId) -> crate::happened::Returned {
    ${lent.join('\n    ')}
    let value = client::${schema.name}::from(server).${operation.name}(${passed.join(', ')});
    (format!("{value:?}"), vec![${written.join(', ')}])
}`;
}

/** An implementation of the server that tells what reaches it and gives the call's answer. */
function serverEnd({ server, operation, answer, meant, simulated }: RustCall, index: number, module: string): string {
  const { schema } = server;
  const methods = schema.operations.map((one) => {
    const types = [...one.args.map(({ text }) => text), ...one.leases.map(leasedType)];
    const names = [...one.args.map((_, i) => `arg${i}`), ...one.leases.map((_, i) => `lease${i}`)];
    const parameters = types.map((type, i) => `, ${names[i]}: ${type}`);
    const error = errorOf(one.reply);
    const errorText = error && error.kind !== 'ServerDeath' ? error.text : 'core::convert::Infallible';
    const isHit = one.number === operation.number;
    const uses =
      isHit && one.name === meant ? one.leases.map((lease, i) => useText(lease, i, simulated, schema, module)) : [];
    return `fn ${one.name}(&mut self, _: &userlib::RecvMessage${parameters.join('')}) -> Result<${one.reply.ok.text}, idol_runtime::RequestError<${errorText}>> {
        let mut leases = Vec::new();
        ${uses.join('\n        ')}
        self.serve(crate::happened::Served {
            operation: "${one.name}",
            args: vec![${one.args.map((_, i) => `format!("{arg${i}:?}")`).join(', ')}],
            leases,
        });
        ${isHit ? answerText(one, answer, schema, module) : 'panic!("another operation has this number")'}
    }`;
  });
  return `mod answer_${index} {
    use super::*;
    impl server::InOrder${schema.name}Impl for crate::happened::Answering<${index}> {
    ${methods.join('\n    ')}
    }
}`;
}

function leasedType({ read, write, text, maxLen }: LeaseSchema): string {
  const access = read ? (write ? 'RW' : 'R') : 'W';
  const leased = `idol_runtime::Leased<idol_runtime::${access}, ${text}>`;
  return maxLen === undefined ? leased : `idol_runtime::LenLimit<${leased}, ${maxLen}>`;
}

function useText(
  lease: LeaseSchema,
  index: number,
  { served }: Simulated,
  schema: InterfaceSchema,
  module: string,
): string {
  const name = `lease${index}`;
  const used = served?.leases[index];
  const read = lease.slice
    ? `let mut elements = vec![zerocopy::FromZeros::new_zeroed(); ${name}.len()];
        ${name}.read_range(0..${name}.len(), &mut elements).expect("lent");
        leases.push(format!("{elements:?}"));`
    : `leases.push(format!("{:?}", ${name}.read().expect("lent")));`;
  const filling = used?.written !== undefined && expressions(schema.types, module).of(used.type, used.written);
  const write = lease.slice
    ? `${name}.write_range(0..${name}.len(), &${filling}).expect("lent");`
    : `${name}.write(${filling}).expect("lent");`;
  return [...(lease.read ? [read] : []), ...(filling ? [write] : [])].join('\n        ');
}

function answerText({ reply }: OperationSchema, answer: Value, schema: InterfaceSchema, module: string): string {
  const text = expressions(schema.types, module);
  if (reply.kind === 'Simple') return `Ok(${text.of(reply.ok.type, answer)})`;
  const { Ok, Err } = answer as { Ok?: Value; Err?: Value };
  if (Err === undefined || reply.error.kind === 'ServerDeath') return `Ok(${text.of(reply.ok.type, Ok)})`;
  return `Err(idol_runtime::RequestError::Runtime(${text.of(reply.error.type, Err)}))`;
}

function errorOf(reply: OperationSchema['reply']): ErrorSchema | undefined {
  return reply.kind === 'Result' ? reply.error : undefined;
}
