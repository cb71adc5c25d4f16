import { compareInterfaces, itemsOf } from '../../compare/index.ts';
import { checkInterface, type Interface, parseInterface } from '../../idol/index.ts';
import type { VersionObject } from '../../registry/index.ts';
import { type InterfaceSchema, partsOf, RustTypes, resolveInterface, schemaOf, type Type } from '../../schema/index.ts';
import { clientSignature, rustStub, typescriptStub } from '../../stubs/index.ts';
import { type Diagnostic, filesOf, Source } from '../../text/index.ts';
import { ARM, checkWire, type Layout, layOut, measureOf } from '../../wire/index.ts';
import { type Html, html } from '../changes/html.ts';
import { type SideVersion, sideVersion } from '../changes/sides.ts';
import { versionDiff } from '../changes/version-diff.ts';
import { byteMapOf, bytesText, rulerSvg } from '../figures/index.ts';

/** What a reader has in the editors of the playground. */
export interface PlayInput {
  readonly idol: string;
  readonly rust: string;
  /** A published version: its types stand for names that the Rust text does not define, and it is compared with. */
  readonly published?: { readonly label: string; readonly object: VersionObject };
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
  /** Absent while errors leave open what the interface means. */
  readonly schema?: InterfaceSchema;
}

const PATH = 'playground.idol';

/** Everything that the registry says of an interface, for one that is being written. `rule` gives the page of a rule. */
export function analyse({ idol, rust, published }: PlayInput, rule: (id: string) => string | undefined): PlayResult {
  const read = parseInterface(new Source(PATH, idol));
  if (!read.value) return { findings: read.diagnostics.map(finding), html: html`` };
  const schema = schemaFor(read.value, rust, published?.object.schema);
  const own = [...read.diagnostics, ...checkInterface(read.value)];
  const isBroken = own.some(({ severity }) => severity === 'error');
  const diagnostics = [...own, ...(isBroken ? [] : checkWire(read.value, schema, ARM))];
  return {
    // The text here is in no file.
    findings: diagnostics.filter(({ check }) => check !== 'file-name').map(finding),
    html: html`${operationsHtml(read.value, schema)}${stubsHtml(read.value, schema)}${published && comparisonHtml(published, { path: PATH, schema, items: itemsOf(read.value), text: idol }, rule)}`,
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

/** Types as the Rust text defines them; names that it does not define are looked up in the published version. */
function schemaFor(read: Interface, rust: string, published: InterfaceSchema | undefined): InterfaceSchema {
  const files = filesOf({ 'lib.rs': rust });
  const crate = { name: 'playground', externName: 'playground', files, root: 'lib.rs', dependencies: new Map() };
  const types = new RustTypes({ measure: measureOf(ARM) });
  const own = resolveInterface(read, [{ crate, stub: 'client_stub.rs' }], types);
  if (!published) return own;
  const known = writtenTypes(published);
  const resolved = writtenTypes(own);
  return schemaOf(
    read,
    ({ text }) => {
      const type = resolved.get(text);
      return (type && isResolved(type) ? undefined : known.get(text)) ?? type ?? UNIT;
    },
    () => ({ ...published.types, ...own.types }),
  );
}

function isResolved(type: Type): boolean {
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

function operationsHtml(read: Interface, schema: InterfaceSchema): Html {
  const layouts = layOut(schema, ARM);
  const parts = read.operations.map((operation, index) => {
    const layout = layouts.operations[index];
    return html`<section class="card" aria-labelledby="play-${operation.number}">
      <h3 id="play-${operation.number}"><span class="op-number">${operation.number}</span><code>${operation.name.text}</code></h3>
      <pre class="code" tabindex="0"><code>${clientSignature(operation)}</code></pre>
      ${layout && html`${layoutHtml('Message', layout.message)}${layoutHtml('Reply', layout.reply)}${layout.error && layoutHtml('Error', layout.error)}`}
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
  return html`<h2>Compared with ${label}</h2>${versionDiff(before, after, { rule }, comparison).html}`;
}
