import type { Interface } from '../../idol/index.ts';
import type { InterfaceSchema } from '../../schema/index.ts';
import {
  fileStem,
  type Generation,
  jsonSchemaFile,
  type RustOptions,
  rustStub,
  type StubFile,
  type StubOrigin,
  typescriptStub,
} from '../../stubs/index.ts';
import type { Diagnostic } from '../../text/index.ts';
import { runtimeSchemaOf, type Target } from '../../wire/index.ts';
import type { DownloadKind } from '../documents/index.ts';
import type { StubSettings, StubVariant } from '../stub-settings.ts';

/** A file that people take away. */
export interface InterfaceDownload {
  readonly kind: DownloadKind;
  readonly name: string;
  readonly text: string;
  /** Of one of several stubs for a side: the crates and images that it is built for, as the end of a sentence. */
  readonly builtFor?: string;
}

/** Why there is no such file of an interface, or why it lacks something. */
export interface Absence {
  readonly kind: DownloadKind;
  /** What the file lacks: names of operations. Absent when there is no file at all. */
  readonly without?: readonly string[];
  /** As a diagnostic has them. */
  readonly message: string;
  readonly note?: string;
  readonly help?: string;
  /** Id of the check that refuses the file. */
  readonly check?: string;
  /** How many more places there are for the same reason. */
  readonly others: number;
}

interface RustDownload {
  readonly kind: DownloadKind;
  readonly name: string;
  readonly side: 'client' | 'server';
  readonly options: Partial<RustOptions>;
}

export interface DownloadOptions {
  /** What TypeScript lays types out for, where they differ between targets. */
  readonly target?: Target | undefined;
  /** Ways in which the build of the tree has the Rust stubs made: each after the first of its side is a file of its own. */
  readonly variants?: readonly StubVariant[];
  /** A kind that is not made. */
  readonly without?: DownloadKind;
}

const RUST_DOWNLOADS: readonly RustDownload[] = [
  { kind: 'rust-client', name: 'client_stub.rs', side: 'client', options: {} },
  { kind: 'rust-server', name: 'server_stub.rs', side: 'server', options: {} },
  {
    kind: 'rust-server-pipelined',
    name: 'server_stub_pipelined.rs',
    side: 'server',
    // A build that demands a `FailServer` means its own server, which answers in order: in the other style there is none.
    options: { style: 'Pipelined', failServer: 'when-possible' },
  },
];

/**
 * What can be taken away of one interface: its file, stubs and schema. A stub is left out where a rule for its side alone is
 * broken: a tree that never builds a client may break those of clients. {@link interfaceAbsences} tells which.
 */
export function interfaceDownloads(
  read: Interface,
  schema: InterfaceSchema,
  runtime: Generation,
  settings: StubSettings,
  origin: StubOrigin,
  { target, variants = [], without }: DownloadOptions = {},
): InterfaceDownload[] {
  const { path, text } = read.source;
  // A message contract has no file of its own.
  const downloads: InterfaceDownload[] = schema.messages ? [] : [{ kind: 'interface', name: fileNameOf(path), text }];
  const add = (kind: DownloadKind, file: StubFile, name = file.path) => downloads.push({ kind, name, text: file.text });
  for (const { kind, name, side, options } of schema.messages ? [] : RUST_DOWNLOADS) {
    if (kind === without) continue;
    const file = rustStub(read, side, { origin, generation: runtime, ...settings[side], ...options }).value;
    if (file) add(kind, file, name);
  }
  for (const { kind, name, side, builtFor, options } of schema.messages ? [] : otherStubs(variants)) {
    const file = rustStub(read, side, { origin, generation: runtime, ...options }).value;
    if (file) downloads.push({ kind, name, text: file.text, builtFor });
  }
  add('typescript', typescriptStub(read, schema, origin, target ? { target } : {}));
  add('json-schema', jsonSchemaFile(schema));
  return downloads;
}

/** The stubs after the first of each side. */
function otherStubs(variants: readonly StubVariant[]): (RustDownload & { readonly builtFor: string })[] {
  return (['client', 'server'] as const).flatMap((side) => {
    const [first, ...others] = variants.filter((one) => one.side === side);
    if (!first) return [];
    const taken = new Set<string>();
    return others.map(({ settings, style, crates, images }) => {
      const [crate = ''] = crates;
      const isOtherCrate = !first.crates.includes(crate);
      const counting = settings.counters[side] ? 'with counters' : 'without counters';
      const stem = `${side}_stub-${isOtherCrate ? crate : counting.replace(' ', '-')}`;
      const name = freeName(stem, taken);
      const where = images.length === 0 ? '' : ` in ${images.length} ${images.length === 1 ? 'image' : 'images'}`;
      return {
        kind: side === 'client' ? 'rust-client' : 'rust-server',
        name: `${name}.rs`,
        side,
        builtFor: `${isOtherCrate ? crates.join(', ') : counting}${where}`,
        options: { ...settings, ...(style && { style }) },
      };
    });
  });
}

function freeName(stem: string, taken: Set<string>): string {
  let name = stem;
  for (let number = 2; taken.has(name); number++) name = `${stem}-${number}`;
  taken.add(name);
  return name;
}

/** Why some of the {@link interfaceDownloads} are not there, one entry for each reason. `present`: the kinds that are. */
export function interfaceAbsences(
  read: Interface,
  schema: InterfaceSchema,
  runtime: Generation,
  settings: StubSettings,
  present: ReadonlySet<DownloadKind>,
): Absence[] {
  const refused = (schema.messages ? [] : RUST_DOWNLOADS)
    .filter(({ kind }) => !present.has(kind))
    .flatMap(({ kind, side, options }) =>
      byCheck(rustStub(read, side, { generation: runtime, ...settings[side], ...options }).diagnostics).map(
        ([first, ...others]): Absence => ({
          kind,
          message: first.message,
          ...(first.note !== undefined && { note: first.note }),
          ...(first.help !== undefined && { help: first.help }),
          check: first.check,
          others: others.length,
        }),
      ),
    );
  return [...refused, ...omittedFromTypescript(schema)];
}

function byCheck(diagnostics: readonly Diagnostic[]): [Diagnostic, ...Diagnostic[]][] {
  const groups = new Map<string, [Diagnostic, ...Diagnostic[]]>();
  for (const diagnostic of diagnostics) {
    const group = groups.get(diagnostic.check);
    if (group) group.push(diagnostic);
    else groups.set(diagnostic.check, [diagnostic]);
  }
  return [...groups.values()];
}

/** An operation may lack several types; the first reason stands for all. Operations with the same one are told together. */
function omittedFromTypescript(schema: InterfaceSchema): Absence[] {
  const groups = new Map<string, { names: string[]; message: string; help?: string }>();
  for (const { name, reasons } of runtimeSchemaOf(schema).omitted) {
    const [reason] = reasons;
    if (!reason) continue;
    const { message, help } = reason;
    const group = groups.get(message);
    if (group) group.names.push(name);
    else groups.set(message, { names: [name], message, ...(help !== undefined && { help }) });
  }
  return [...groups.values()].map(({ names, ...reason }) => ({
    kind: 'typescript',
    without: names,
    ...reason,
    others: 0,
  }));
}

/** The name of an interface's file, as every host, browser and system can hold it. */
function fileNameOf(path: string): string {
  const extension = /\.[A-Za-z0-9]+$/.exec(path)?.[0] ?? '.idol';
  return `${fileStem(path)}${extension}`;
}
