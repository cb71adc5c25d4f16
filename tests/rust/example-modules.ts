import { readdirSync } from 'node:fs';
import { type Interface, parseInterface, type Side } from '../../src/idol/index.ts';
import { runtimeOf, stubSettings } from '../../src/registry/index.ts';
import type { Crate } from '../../src/rust/index.ts';
import {
  type Generation,
  NEWEST_GENERATION,
  type RustOptions,
  rustStub,
  type StubFile,
} from '../../src/stubs/index.ts';
import { formatDiagnostic, type Source } from '../../src/text/index.ts';
import { openTree, readWorkspace, type Workspace } from '../../src/tree/index.ts';

/** The newest release of the example tree. */
export const EXAMPLE_TREE = `idl/${newest(readdirSync('idl').filter((name) => /^\d/.test(name)))}`;

const COUNTED = { client: true, server: true, combineClientErrors: false };

/** Every style and option that changes what a client looks like. */
const CLIENTS: Readonly<Record<string, Partial<RustOptions>>> = {
  client_named_panics: { panics: 'named' },
  client_counted: { counters: COUNTED, derives: ['counters::Count', 'serde::Serialize'] },
};

/** What of that is compiled for older generations too: everything that is spelled differently there. */
const IN_EVERY_GENERATION = ['client_named_panics', 'server', 'server_pipelined'];

const SERVERS: Readonly<Record<string, Partial<RustOptions>>> = {
  server: {},
  server_without_fail_server: { failServer: 'no' },
  server_plain: { infallible: 'plain', counters: COUNTED },
  server_counted: { counters: COUNTED, derives: ['Hash', 'serde::Serialize'] },
  server_counted_together: { counters: { ...COUNTED, combineClientErrors: true } },
  server_pipelined: { style: 'Pipelined' },
  server_pipelined_counted: { style: 'Pipelined', counters: COUNTED },
};

/** A stub that the crate compiles, by module name. */
export interface StubModule {
  readonly name: string;
  readonly file: StubFile;
}

/**
 * The API crates of a release of the example tree as modules of one crate: it compiles in a fraction of the time that as many
 * crates take. Each has the default client where it includes it, and a module for each other stub of the interface.
 */
export function exampleModules(
  tree: string = EXAMPLE_TREE,
  generation: Generation = NEWEST_GENERATION,
): { readonly text: string; readonly stubs: readonly StubModule[] } {
  const opened = openTree(tree);
  if (!opened.ok) throw new Error(opened.problem.message);
  const workspace = readWorkspace(opened.value);
  const libraries = [...workspace.crates.values()].filter((crate) => crate.root.endsWith('lib.rs'));
  const names = libraries.map((crate) => crate.externName);
  const otherCrates = new RegExp(`(?<!crate::|:)\\b(${names.join('|')})::`, 'g');
  const stubs: StubModule[] = [];
  const modules = libraries.map((crate) => {
    const own = workspace.interfaceFiles.find((file) =>
      file.stubs.some((use) => use.side === 'client' && use.crate.name === crate.name),
    );
    const iface = own && readInterface(own.path, crate);
    // Counting each error needs error types that count.
    const variants =
      iface === undefined
        ? []
        : stubsOf(iface, generation, crate.files.read(crate.root)?.text.includes('counters::Count') === true);
    // As the tree builds it, with its derives and counters.
    const settings = own && stubSettings(runtimeOf(opened.value), own.stubs).client;
    const client = iface === undefined ? undefined : stubFile(iface, 'client', { ...settings, generation });
    stubs.push(...variants.map(({ name, file }) => ({ name: `${crate.externName}_${name}`, file })));
    if (client) stubs.push({ name: `${crate.externName}_client`, file: client });
    const text = [
      `pub mod ${crate.externName} {`,
      sourceOf(crate, crate.root, (file) => (file === 'client_stub.rs' ? client?.text : socketNames(workspace, file))),
      ...variants.map(
        ({ name, file }) =>
          `pub mod ${name} {\n#[allow(unused_imports)]\nuse super::*;\n#[allow(unused_imports)]\nuse userlib::sys_send;\n${file.text}}`,
      ),
      '}',
    ].join('\n');
    // The text of an interface stays as it is: its length is in the code.
    return text
      .split(/(\*br#+"[\s\S]*?"#+;)/)
      .map((part, index) => (index % 2 === 1 ? part : part.replace(otherCrates, 'crate::$1::')))
      .join('');
  });
  return { text: `${modules.join('\n\n')}\n`, stubs };
}

/** The stubs of an interface in every style and option. */
function stubsOf(iface: Interface, generation: Generation, canCountErrors: boolean): StubModule[] {
  const restricted = {
    allowedCallers: new Map(
      iface.operations.slice(0, 2).map(({ name }, index) => [name.text, index === 0 ? [] : [1, 4]]),
    ),
  };
  const made = (side: Side, variants: Readonly<Record<string, Partial<RustOptions>>>) =>
    Object.entries(variants)
      .filter(([, { counters }]) => canCountErrors || counters === undefined)
      .filter(([name]) => generation === NEWEST_GENERATION || IN_EVERY_GENERATION.includes(name))
      .map(([name, options]) => ({ name, file: stubFile(iface, side, { ...options, generation }) }));
  return [...made('client', CLIENTS), ...made('server', { ...SERVERS, server_restricted: restricted })];
}

/** The stub, which must not be refused. */
export function stubFile(iface: Interface, side: Side, options: Partial<RustOptions> = {}): StubFile {
  const { value, diagnostics } = rustStub(iface, side, options);
  if (value === undefined) throw new Error(diagnostics.map((diagnostic) => formatDiagnostic(diagnostic)).join('\n'));
  return value;
}

function readInterface(path: string, crate: Crate): Interface {
  const iface = parseInterface(crate.files.read(path) as Source).value;
  if (iface === undefined) throw new Error(`${path} is no interface`);
  return iface;
}

/** A source file with its modules and included files in their places, and without what is for the root of a crate alone. */
function sourceOf(crate: Crate, path: string, included: (file: string) => string | undefined): string {
  const text = crate.files.read(path)?.text;
  if (text === undefined) throw new Error(`${path} is missing`);
  const folder = path.replace(/[^/]*$/, '');
  return text
    .replace('#![no_std]', '')
    .replace(
      /^(pub )?mod (\w+);$/gm,
      (_, vis = '', name) => `${vis}mod ${name} {\n${sourceOf(crate, `${folder}${name}.rs`, included)}\n}`,
    )
    .replace(/^include!\(concat!\(env!\("OUT_DIR"\), "\/([\w.]+)"\)\);$/gm, (line, file) => included(file) ?? line);
}

/** The enum that the uplink's build script makes of the sockets in an image's configuration. */
function socketNames(workspace: Workspace, file: string): string | undefined {
  if (file !== 'socket_name.rs') return undefined;
  for (const image of workspace.images) {
    const { net } = image.config as { net?: { sockets?: object } };
    if (net?.sockets) {
      const derives = 'Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize, SerializedSize';
      return `#[allow(non_camel_case_types)]\n#[derive(${derives})]\npub enum SocketName { ${Object.keys(net.sockets).sort().join(', ')} }`;
    }
  }
  throw new Error('no image has sockets');
}

function newest(versions: readonly string[]): string {
  const parts = (version: string) => version.split('.').map(Number);
  return [...versions]
    .sort((a, b) => {
      const [left, right] = [parts(a), parts(b)];
      return (left[0] ?? 0) - (right[0] ?? 0) || (left[1] ?? 0) - (right[1] ?? 0) || (left[2] ?? 0) - (right[2] ?? 0);
    })
    .at(-1) as string;
}
