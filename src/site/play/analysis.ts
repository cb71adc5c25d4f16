import { compareInterfaces, itemsOf } from '../../compare/index.ts';
import { checkInterface, type Interface, parseInterface } from '../../idol/index.ts';
import type { VersionObject } from '../../registry/index.ts';
import {
  type InterfaceSchema,
  mapDefinition,
  mapType,
  partsOf,
  RustTypes,
  resolveInterface,
  schemaOf,
  type Type,
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
  readonly check: string;
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
  const read = parseInterface(new Source(PATH, idol));
  if (!read.value) return { findings: read.diagnostics.map(finding), html: html`` };
  const schema = schemaFor(read.value, rust, published?.object.schema, target);
  const own = [...read.diagnostics, ...checkInterface(read.value)];
  const isBroken = own.some(({ severity }) => severity === 'error');
  const diagnostics = [...own, ...(isBroken ? [] : checkWire(read.value, schema, target))];
  return {
    // The text here is in no file.
    findings: diagnostics.filter(({ check }) => check !== 'file-name').map(finding),
    html: html`${operationsHtml(read.value, schema, target)}${stubsHtml(read.value, schema)}`,
    ...(published && {
      comparison: comparisonHtml(published, { path: PATH, schema, items: itemsOf(read.value), text: idol }, rule),
    }),
    ...(!isBroken && { schema }),
  };
}

function finding({ severity, check, message, note, help, span, source }: Diagnostic): PlayFinding {
  const { line } = source.position(span.start);
  return {
    severity,
    check,
    message,
    ...(note !== undefined && { note }),
    ...(help !== undefined && { help }),
    from: span.start,
    to: span.end,
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
  const own = resolveInterface(read, [{ crate, stub: 'client_stub.rs' }], types);
  if (!published || !lent) return own;
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
    if (type.kind === 'named') return id !== undefined && own.types[id] ? { ...type, id } : type;
    return mapType(type, adopt);
  };
  /** A type of the reader's, with what only the published version knows. */
  const complete = (type: Type): Type => {
    const id = type.kind === 'unresolved' ? lent.kept.get(type.text) : undefined;
    return id === undefined ? mapType(type, complete) : { kind: 'named', id };
  };
  const resolved = writtenTypes(own);
  return schemaOf(
    read,
    ({ text }) => {
      const type = complete(resolved.get(text) ?? UNIT);
      const lentType = isResolved(type) ? undefined : known.get(text);
      return lentType ? adopt(lentType) : type;
    },
    () => ({ ...mapTable(published.types, adopt), ...mapTable(own.types, complete) }),
  );
}

/** Crates whose types the engine knows without their sources. */
const KNOWN_CRATES = new Map(
  ['zerocopy', 'byteorder'].map((name) => [name, { missing: true as const, name, requirement: '' }]),
);

const DEFINED_NAME = /\b(?:struct|enum|union|type)\s+([A-Za-z_][A-Za-z0-9_]*)/g;

function mapTable(types: TypeTable, change: (type: Type) => Type): TypeTable {
  return Object.fromEntries(Object.entries(types).map(([id, one]) => [id, mapDefinition(one, change)]));
}

function isResolved(type: Type): boolean {
  if (type.kind === 'array' && typeof type.length !== 'number') return false;
  return partsOf(type).every(isResolved) && type.kind !== 'unresolved';
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

function operationsHtml(read: Interface, schema: InterfaceSchema, target: Target): Html {
  const layouts = layOut(schema, target);
  const parts = read.operations.map((operation, index) => {
    const layout = layouts.operations[index];
    return html`<section class="card" aria-labelledby="play-${operation.number}">
      <h3 id="play-${operation.number}"><span class="op-number">${operation.number}</span><code>${operation.name.text}</code></h3>
      <pre class="code" tabindex="0"><code>${clientSignature(operation)}</code></pre>
      ${
        layout &&
        html`${layoutHtml('Message', layout.message)}${layoutHtml('Reply', layout.reply)}${layout.error && layoutHtml('Error', layout.error)}${operation.leases.map(
          ({ name, index: at }) => {
            const lease = layout.leases[at];
            return lease ? layoutHtml(`Lease ${name.text}`, lease) : html``;
          },
        )}`
      }
    </section>`;
  });
  return html`<h2>Operations</h2>${parts}`;
}

function layoutHtml(caption: string, layout: Layout): Html {
  const map = byteMapOf(layout);
  return html`<figure class="wire"><figcaption><span><strong>${caption}</strong>, ${layout.size?.max === 0 ? 'no bytes' : bytesText(layout.size)}</span></figcaption>
    ${map.cells.length > 0 && html`<div class="rulers scroll" tabindex="0">${rulerSvg(map, { columns: 16 })}</div>`}
    ${layout.unresolved.map(({ message }) => html`<p class="muted">${message}</p>`)}</figure>`;
}

function stubsHtml(read: Interface, schema: InterfaceSchema): Html {
  const files = [
    ...(['client', 'server'] as const).map((side) => ({
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
