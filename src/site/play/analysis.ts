import { compareInterfaces, itemsOf } from '../../compare/index.ts';
import { checkInterface, type Interface, parseInterface } from '../../idol/index.ts';
import { MessagesSettings, readContractText } from '../../messages/index.ts';
import type { VersionObject } from '../../registry/index.ts';
import {
  type InterfaceSchema,
  mapDefinition,
  mapType,
  RustTypes,
  resolveInterface,
  schemaOf,
  type Type,
  type TypeDefinition,
  type TypeTable,
} from '../../schema/index.ts';
import { clientSignature, rustStub, typescriptStub } from '../../stubs/index.ts';
import { type Diagnostic, filesOf, Source } from '../../text/index.ts';
import { ARM, checkWire, type Layout, layOut, measureOf, type Target } from '../../wire/index.ts';
import { type Html, html } from '../changes/html.ts';
import { type SideVersion, sideVersion } from '../changes/sides.ts';
import { versionDiff } from '../changes/version-diff.ts';
import { byteMapOf, bytesText, rulerSvg } from '../figures/index.ts';
import { rustOf } from './rust-types.ts';

/** What a reader has in the editors of the playground. */
export interface PlayInput {
  readonly idol: string;
  readonly rust: string;
  /** A published version: its types stand for names that the Rust text does not define, and it is compared with. */
  readonly published?: { readonly label: string; readonly object: VersionObject };
  /** Default: bare-metal Arm. */
  readonly target?: Target;
}

export interface PlayFinding {
  readonly severity: Diagnostic['severity'];
  /** Absent for what is found before any check. */
  readonly check?: string;
  readonly message: string;
  readonly note?: string;
  readonly help?: string;
  /** Offsets in the interface text, in UTF-16 units. */
  readonly from: number;
  readonly to: number;
  /** Counts from 1. */
  readonly line: number;
}

export interface PlayResult {
  readonly findings: readonly PlayFinding[];
  readonly html: Html;
  /** What changes against the published version. */
  readonly comparison?: Html;
  /** Absent while errors leave open what the interface means. */
  readonly schema?: InterfaceSchema;
}

const PATH = 'playground.idol';

/** Everything that the registry says of an interface, for one that is being written. `rule` gives the page of a rule. */
export function analyse(
  { idol, rust, published, target = ARM }: PlayInput,
  rule: (id: string) => string | undefined,
): PlayResult {
  const read = readText(idol, published?.object.schema.name);
  if (!read.value) return { findings: read.findings, html: html`` };
  const { isContract, offset } = read;
  const resolved = schemaFor(read.value, rust, published?.object.schema, target);
  const schema = isContract ? withMessages(resolved, published?.object.schema) : resolved;
  const own = isContract ? [] : [...read.diagnostics, ...checkInterface(read.value)];
  const isBroken = own.some(({ severity }) => severity === 'error');
  const diagnostics = [...own, ...(isBroken ? [] : checkWire(read.value, schema, target))];
  return {
    // The text here is in no file.
    findings: diagnostics.filter(({ check }) => check !== 'file-name').map((one) => finding(one, offset)),
    html: html`${operationsHtml(read.value, schema, target, isContract)}${stubsHtml(read.value, schema, isContract)}`,
    ...(published && {
      comparison: comparisonHtml(published, { path: PATH, schema, items: itemsOf(read.value), text: idol }, rule),
    }),
    ...(!isBroken && { schema }),
  };
}

/** An interface, or a message contract: its text is the JSON of its settings, as the configuration has it. */
type ReadText =
  | { readonly value?: undefined; readonly findings: readonly PlayFinding[] }
  | {
      readonly value: Interface;
      readonly diagnostics: readonly Diagnostic[];
      readonly isContract: boolean;
      /** Where the reader's text begins in the source of the value, in UTF-16 units. */
      readonly offset: number;
    };

function readText(text: string, name = 'messages'): ReadText {
  if (!text.trimStart().startsWith('{')) {
    const { value, diagnostics } = parseInterface(new Source(PATH, text));
    if (!value) return { findings: diagnostics.map((one) => finding(one)) };
    return { value, diagnostics, isContract: false, offset: 0 };
  }
  const value = readContractText(name, text);
  if (value) return { value, diagnostics: [], isContract: true, offset: value.source.text.lastIndexOf(text) };
  const message = contractProblem(text);
  return { findings: [{ severity: 'error', message, from: 0, to: text.length, line: 1 }] };
}

/** Why a text is not the settings of a message contract. */
function contractProblem(text: string): string {
  try {
    const { error } = MessagesSettings.safeParse({ messages: JSON.parse(text) });
    const [issue] = error?.issues ?? [];
    return issue
      ? `${issue.path.slice(1).join('.') || 'the contract'}: ${issue.message}`
      : 'the text is no message contract';
  } catch (error) {
    return `the text is no JSON: ${error instanceof Error ? error.message : ''}`;
  }
}

/** Who sends what surrounds the bodies: the published contract says it, where it has the same directions. */
function withMessages(schema: InterfaceSchema, published: InterfaceSchema | undefined): InterfaceSchema {
  const names = ({ operations }: InterfaceSchema) => operations.map(({ name }) => name).join();
  const isSame = published?.messages !== undefined && names(published) === names(schema);
  return isSame ? { ...schema, messages: published.messages } : schema;
}

function finding({ severity, check, message, note, help, span, source }: Diagnostic, offset = 0): PlayFinding {
  const { line } = source.position(span.start);
  return {
    severity,
    check,
    message,
    ...(note !== undefined && { note }),
    ...(help !== undefined && { help }),
    from: span.start - offset,
    to: span.end - offset,
    line,
  };
}

/**
 * Types as the Rust text defines them. Names that it does not define are those of the published version, whose other types then refer
 * to the reader's definitions.
 */
function schemaFor(
  read: Interface,
  rust: string,
  published: InterfaceSchema | undefined,
  target: Target,
): InterfaceSchema {
  const lent = published && rustOf(published);
  const defined = new Set([...rust.matchAll(DEFINED_NAME)].map(([, name]) => name));
  const rest = (lent?.items ?? []).filter(({ name }) => !defined.has(name));
  const files = filesOf({
    'lib.rs': `${rust}\nmod published;\npub use published::*;\n`,
    'published.rs': ['use super::*;', ...rest.map(({ text }) => text)].join('\n'),
  });
  const crate = { name: 'playground', externName: 'playground', files, root: 'lib.rs', dependencies: KNOWN_CRATES };
  const types = new RustTypes({ measure: measureOf(target) });
  const scopes = [{ crate, stub: 'client_stub.rs' }];
  const own = resolveInterface(read, scopes, types);
  if (!published || !lent) return own;
  // Also what the interface names in another way than the reader's text does: with generic arguments, or by a path.
  const probe = probeOf([...rest.map(({ name }) => name), ...defined]);
  const table: Record<string, TypeDefinition> = {
    ...(probe && resolveInterface(probe, scopes, types).types),
    ...own.types,
  };
  const here = new Map(
    lent.items.map(({ id, name }) => [
      id,
      defined.has(name) ? `playground::${name}` : `playground::published::${name}`,
    ]),
  );
  const known = writtenTypes(published);
  /** A type of the published version, made of the reader's types where there are some. */
  const adopt = (type: Type): Type => {
    const id = type.kind === 'named' ? here.get(type.id) : undefined;
    if (type.kind === 'named') return id !== undefined && table[id] ? { ...type, id } : type;
    return mapType(type, adopt);
  };
  /** A type of the reader's, with what only the published version knows. */
  const complete = (type: Type): Type => {
    const id = type.kind === 'unresolved' ? lent.kept.get(type.text) : undefined;
    return id === undefined ? mapType(type, complete) : { kind: 'named', id };
  };
  const resolved = writtenTypes(own);
  const lentNames = new Set(lent.items.map(({ name }) => name));
  /** Whether a type is written with something that only the reader's text defines. */
  const namesOwn = (text: string) =>
    (text.match(/[A-Za-z_][A-Za-z0-9_]*/g) ?? []).some((word) => defined.has(word) && !lentNames.has(word));
  // An item such as `Ring_u8` stands for `Ring<u8>`.
  for (const { id } of lent.items) {
    const definition = table[here.get(id) ?? ''];
    if (definition) table[definition.id] = { ...definition, name: published.types[id]?.name ?? definition.name };
  }
  return schemaOf(
    read,
    ({ text }) => {
      const lentType = known.get(text);
      // The published version also knows generic arguments, paths, and what differs between images.
      if (lentType && !namesOwn(text)) return adopt(lentType);
      return complete(resolved.get(text) ?? UNIT);
    },
    () => ({ ...mapTable(published.types, adopt), ...mapTable(table, complete) }),
  );
}

/** An interface whose one operation takes all of some types. */
function probeOf(names: readonly (string | undefined)[]): Interface | undefined {
  const args = names.map((name, index) => `"a${index}": "${name}"`).join(', ');
  return parseInterface(
    new Source(PATH, `Interface(name: "Probe", ops: { "all": (args: { ${args} }, reply: Simple("()")) })`),
  ).value;
}

/** Crates whose types the engine knows without their sources. */
const KNOWN_CRATES = new Map(
  ['zerocopy', 'byteorder'].map((name) => [name, { missing: true as const, name, requirement: '' }]),
);

const DEFINED_NAME = /\b(?:struct|enum|union|type|const)\s+([A-Za-z_][A-Za-z0-9_]*)/g;

function mapTable(types: TypeTable, change: (type: Type) => Type): TypeTable {
  return Object.fromEntries(Object.entries(types).map(([id, one]) => [id, mapDefinition(one, change)]));
}

const UNIT: Type = { kind: 'unit' };

/** The types of a schema by the text that its interface file has for them. */
function writtenTypes({ operations }: InterfaceSchema): Map<string, Type> {
  const written = new Map<string, Type>();
  for (const { args, reply, leases } of operations) {
    for (const { text, type, recv } of [...args, reply.ok]) {
      written.set(text, type);
      if (recv.kind !== 'FromBytes' && recv.raw.kind === 'integer') written.set(recv.raw.name, recv.raw);
    }
    for (const { text, type, slice } of leases) if (!slice) written.set(text, type);
    for (const { text, type, slice } of leases) if (slice) written.set(text, { kind: 'slice', element: type });
    if (reply.kind === 'Result' && reply.error.kind !== 'ServerDeath') written.set(reply.error.text, reply.error.type);
  }
  return written;
}

function operationsHtml(read: Interface, schema: InterfaceSchema, target: Target, isContract: boolean): Html {
  const layouts = layOut(schema, target);
  const parts = read.operations.map((operation, index) => {
    const layout = layouts.operations[index];
    return html`<section class="card" aria-labelledby="play-${operation.number}">
      <h3 id="play-${operation.number}"><span class="op-number">${operation.number}</span><code>${operation.name.text}</code></h3>
      ${!isContract && html`<pre class="code" tabindex="0"><code>${clientSignature(operation)}</code></pre>`}
      ${
        layout &&
        html`${layoutHtml('Message', layout.message)}${!isContract && layoutHtml('Reply', layout.reply)}${layout.error && layoutHtml('Error', layout.error)}${operation.leases.map(
          ({ name, index: at }) => {
            const lease = layout.leases[at];
            return lease ? layoutHtml(`Lease ${name.text}`, lease) : html``;
          },
        )}`
      }
    </section>`;
  });
  return html`<h2>${isContract ? 'Directions' : 'Operations'}</h2>${parts}`;
}

function layoutHtml(caption: string, layout: Layout): Html {
  const map = byteMapOf(layout);
  return html`<figure class="wire"><figcaption><span><strong>${caption}</strong>, ${layout.size?.max === 0 ? 'no bytes' : bytesText(layout.size)}</span></figcaption>
    ${map.cells.length > 0 && html`<div class="rulers scroll" tabindex="0">${rulerSvg(map, { columns: 16 })}</div>`}
    ${layout.unresolved.map(({ message }) => html`<p class="muted">${message}</p>`)}</figure>`;
}

function stubsHtml(read: Interface, schema: InterfaceSchema, isContract: boolean): Html {
  const files = [
    ...(isContract ? [] : (['client', 'server'] as const)).map((side) => ({
      name: `Rust ${side}`,
      text: rustStub(read, side).value?.text,
    })),
    { name: 'TypeScript', text: typescriptStub(read, schema, { generator: 'the playground' }).text },
  ];
  const shown = files.flatMap(({ name, text }) =>
    text === undefined
      ? []
      : [html`<details><summary>${name}</summary><pre class="code" tabindex="0"><code>${text}</code></pre></details>`],
  );
  return shown.length === 0 ? html`` : html`<h2>Stubs</h2>${shown}`;
}

function comparisonHtml(
  { label, object }: NonNullable<PlayInput['published']>,
  now: Omit<VersionObject, 'kind' | 'format'>,
  rule: (id: string) => string | undefined,
): Html {
  const [before, after]: [SideVersion, SideVersion] = [
    sideVersion(label, object),
    sideVersion('here', { kind: 'object', format: 1, ...now }),
  ];
  const comparison = compareInterfaces(before.object, after.object);
  return html`<p>Compared with ${label}:</p>${versionDiff(before, after, { rule }, comparison).html}`;
}
