import { alignOperations, type InterfaceComparison, targetsBetween } from '../../compare/index.ts';
import type { OperationSchema } from '../../schema/index.ts';
import { type InterfaceLayout, type Layout, layOut, type OperationLayout } from '../../wire/index.ts';
import { type MappedPair, pairMapSvg } from '../figures/index.ts';
import { changesHtml, type RuleLinks } from './change-html.ts';
import { changesOf } from './changes.ts';
import { type Html, html } from './html.ts';
import { type LayoutPair, rulerDiff } from './ruler-diff.ts';
import { type SideVersion, type TextPart, textsOf } from './sides.ts';
import { silentMisreads } from './silent-misreads.ts';
import { textDiff } from './text-diff.ts';

/** More changes are folded, the worst stay. */
const MAX_OPEN = 2;

interface OperationPair {
  old?: OperationSchema;
  new?: OperationSchema;
}

/** Two versions side by side. */
export interface VersionDiff {
  html: Html;
  /** How many there are of what it shows: changes, and operations that are not what they were. */
  changes: number;
  operations: number;
}

/**
 * Two versions of an interface side by side: the changes, then each operation that is not what it was.
 * @param comparison of the two; undefined where they differ in nothing that it finds
 */
export function versionDiff(
  oldVersion: SideVersion,
  newVersion: SideVersion,
  links: RuleLinks,
  comparison: InterfaceComparison | undefined,
): VersionDiff {
  const changes = changesOf(comparison ? [comparison] : []);
  const misreads = comparison ? silentMisreads(oldVersion, newVersion, comparison) : [];
  const pairs = pairsOf(oldVersion, newVersion);
  const layouts = layoutsOf(oldVersion, newVersion);
  const drawn = pairs.map((pair) => ({ pair, diff: operationDiff(oldVersion, newVersion, layouts, pair) }));
  const same = drawn.filter(({ diff }) => diff === undefined);
  const mapped = drawn.map(
    ({ pair, diff }): MappedPair => ({
      ...pair,
      isChanged: diff?.isChanged === true,
      ...(diff && { href: `#op-${nameOf(pair)}` }),
    }),
  );
  const content = html`
    <section aria-labelledby="changes"><h2 id="changes">What it breaks</h2>${changes.length > 0 ? changesHtml(changes, links, MAX_OPEN) : html`<p>Nothing: the wire format and all names are the same.</p>`}</section>
    ${misreads.length > 0 && html`<section aria-labelledby="misreads"><h2 id="misreads">What is misread unnoticed</h2>${misreads}</section>`}
    <section aria-labelledby="operations"><h2 id="operations">Operations</h2>
      ${same.length < pairs.length && html`<div class="scroll" tabindex="0">${pairMapSvg(mapped, { old: oldVersion.label, new: newVersion.label })}</div>`}
      ${codesHtml(oldVersion, newVersion, pairs)}
      ${movesHtml(drawn.flatMap(({ pair, diff }) => (diff?.brief === undefined ? [] : { id: nameOf(pair), ...diff.brief })))}
      ${drawn.map(({ diff }) => diff?.content ?? html``)}
      ${same.length > 0 && html`<p class="same"><strong>${same.length === pairs.length ? 'All are the same' : 'The same in both'}:</strong> ${same.map(({ pair }, index) => html`${index > 0 && ', '}<code>${pair.new?.name}</code>`)}</p>`}
    </section>`;
  return { html: content, changes: changes.length, operations: pairs.length - same.length };
}

/** In the order of the newer version; what it does not have stands where it was. */
function pairsOf(oldVersion: SideVersion, newVersion: SideVersion): OperationPair[] {
  const { pairs, removed, added } = alignOperations(oldVersion.object.schema, newVersion.object.schema);
  const all: OperationPair[] = [...pairs, ...added.map((operation) => ({ new: operation }))];
  all.sort((a, b) => (a.new?.number ?? 0) - (b.new?.number ?? 0));
  for (const operation of removed) {
    const at = all.findIndex(({ old }) => old !== undefined && old.number > operation.number);
    all.splice(at < 0 ? all.length : at, 0, { old: operation });
  }
  return all;
}

interface OperationDiff {
  /** What its two sides show, on demand; absent where there is nothing to show. */
  readonly content?: Html;
  /** For an operation without sides to show: which facts differ, and its heading. */
  readonly brief?: { readonly what: string; readonly heading: Html };
  readonly isChanged: boolean;
}

/** Operations without more to show than a number, a name or codes that stand elsewhere: those of one kind share a line. */
function movesHtml(moves: readonly { readonly id: string; readonly what: string; readonly heading: Html }[]): Html {
  const groups = [...Map.groupBy(moves, ({ what }) => what)];
  return html`${groups.map(
    ([what, list]) =>
      html`<div class="op-diff"><p class="what">Only ${what} of ${list.length} operation${list.length === 1 ? '' : 's'}:</p><ul class="moves">${list.map(({ id, heading }) => html`<li id="op-${id}">${heading}</li>`)}</ul></div>`,
  )}`;
}

/** Undefined when the operation is the same in both. */
function operationDiff(
  oldVersion: SideVersion,
  newVersion: SideVersion,
  layouts: readonly LayoutsOnTarget[],
  pair: OperationPair,
): OperationDiff | undefined {
  const { old, new: now } = pair;
  const texts = old && now ? textRows(oldVersion, newVersion, old, now) : [];
  const rulers = layoutPairs(layouts, old, now).flatMap((one) => rulerDiff(one) ?? []);
  const moved = old !== undefined && now !== undefined && old.number !== now.number;
  const renamed = old !== undefined && now !== undefined && old.name !== now.name;
  const codes = old && now && textsOf(oldVersion, old)[CODES] !== textsOf(newVersion, now)[CODES];
  if (old && now && !moved && !renamed && !codes && texts.length === 0 && rulers.length === 0) return undefined;
  const name = nameOf(pair);
  const rows = [...texts, ...rulers];
  const what = [
    ...(moved ? ['number'] : []),
    ...(renamed ? ['name'] : []),
    ...(codes ? ['return codes'] : []),
    ...(old && now ? rows.map((row) => row.name.toLowerCase()) : []),
  ].join(', ');
  const heading = html`${numbersHtml(old, now)}${renamed && html`<del><code>${old.name}</code></del> `}<code>${name}</code>${!old && html` <span class="badge">added</span>`}${!now && html` <span class="badge error">removed</span>`}`;
  const body = html`
    ${rows.map((row) => sidesHtml(row.name, old && { label: oldVersion.label, content: row.old }, now && { label: newVersion.label, content: row.new }))}
    ${!now && old && sidesHtml('Client', { label: oldVersion.label, content: codeHtml(html`${textsOf(oldVersion, old).Client}`) }, undefined)}
    ${!old && now && sidesHtml('Client', undefined, { label: newVersion.label, content: codeHtml(html`${textsOf(newVersion, now).Client}`) })}`;
  const isFolded = rows.length > 0 || !old || !now;
  const isChanged = rows.length > 0 || codes === true;
  if (!isFolded) return { brief: { what, heading }, isChanged };
  const content = html`<details class="op-diff" id="op-${name}"><summary>${heading} <span class="what">${what}</span></summary>${body}</details>`;
  return { content, isChanged };
}

function nameOf({ old, new: now }: OperationPair): string {
  return (now ?? old)?.name ?? '';
}

const CODES = 'Return codes' satisfies TextPart;

/** Return codes that differ: many operations share an error type, so each difference is shown once. */
function codesHtml(oldVersion: SideVersion, newVersion: SideVersion, pairs: readonly OperationPair[]): Html {
  const groups = new Map<string, { old: string; new: string; names: string[] }>();
  for (const pair of pairs) {
    if (!pair.old || !pair.new) continue;
    const [old, now] = [textsOf(oldVersion, pair.old)[CODES], textsOf(newVersion, pair.new)[CODES]];
    if (old === now) continue;
    const key = JSON.stringify([old, now]);
    const group = groups.get(key) ?? { old, new: now, names: [] };
    group.names.push(nameOf(pair));
    groups.set(key, group);
  }
  return html`${[...groups.values()].map(({ old, new: now, names }) => {
    const diff = textDiff(old || 'none', now || 'none');
    const sides = sidesHtml(
      CODES,
      { label: oldVersion.label, content: codeHtml(diff.old) },
      { label: newVersion.label, content: codeHtml(diff.new) },
    );
    return html`<details class="op-diff"><summary>Return codes of ${names.length} operation${names.length === 1 ? '' : 's'} <span class="what">${names.join(', ')}</span></summary>${sides}</details>`;
  })}`;
}

function numbersHtml(old: OperationSchema | undefined, now: OperationSchema | undefined): Html {
  if (old && now && old.number !== now.number) {
    return html`<span class="op-number old">${old.number}</span><span class="arrow">→</span><span class="op-number">${now.number}</span>`;
  }
  return html`<span class="op-number">${(now ?? old)?.number}</span>`;
}

function sidesHtml(
  name: string,
  old: { label: string; content: Html } | undefined,
  now: { label: string; content: Html } | undefined,
): Html {
  return html`<div class="sides">
    <h4>${name}</h4>
    ${old && html`<div class="side-old"><span class="side-label">${old.label}</span>${old.content}</div>`}
    ${now && html`<div class="side-new"><span class="side-label">${now.label}</span>${now.content}</div>`}
  </div>`;
}

function textRows(oldVersion: SideVersion, newVersion: SideVersion, old: OperationSchema, now: OperationSchema) {
  const [oldTexts, newTexts] = [textsOf(oldVersion, old), textsOf(newVersion, now)];
  return (Object.keys(oldTexts) as TextPart[])
    .filter((name) => name !== CODES && oldTexts[name] !== newTexts[name])
    .map((name) => {
      const diff = textDiff(oldTexts[name] || 'none', newTexts[name] || 'none');
      return { name, old: codeHtml(diff.old), new: codeHtml(diff.new) };
    });
}

function codeHtml(text: Html): Html {
  return html`<pre class="code" tabindex="0"><code>${text}</code></pre>`;
}

/** Both versions on one target. */
interface LayoutsOnTarget {
  readonly target: string;
  readonly old: InterfaceLayout;
  readonly new: InterfaceLayout;
}

/** On each target that both are built for. */
function layoutsOf({ object: oldObject }: SideVersion, { object: newObject }: SideVersion): LayoutsOnTarget[] {
  return targetsBetween({ client: oldObject.build, server: newObject.build }).map(({ name, target }) => ({
    target: name,
    old: layOut(oldObject.schema, target),
    new: layOut(newObject.schema, target),
  }));
}

/** The layouts of an operation in both versions: of each target where they differ between targets. */
function layoutPairs(
  layouts: readonly LayoutsOnTarget[],
  old: OperationSchema | undefined,
  now: OperationSchema | undefined,
): LayoutPair[] {
  const onTargets = new Map<string, { target: string; pairs: LayoutPair[] }>();
  for (const one of layouts) {
    const pairs = pairsOn(one, old, now);
    const key = JSON.stringify(pairs);
    if (!onTargets.has(key)) onTargets.set(key, { target: one.target, pairs });
  }
  return [...onTargets.values()].flatMap(({ target, pairs }) =>
    onTargets.size === 1 ? pairs : pairs.map((pair) => ({ ...pair, name: `${pair.name} on ${target}` })),
  );
}

function pairsOn(
  layouts: LayoutsOnTarget,
  old: OperationSchema | undefined,
  now: OperationSchema | undefined,
): LayoutPair[] {
  const oldLayout = old && layouts.old.operations[old.number - 1];
  const newLayout = now && layouts.new.operations[now.number - 1];
  const pair = (name: string, a: Layout | undefined, b: Layout | undefined): LayoutPair => ({
    name,
    ...(a && { old: a }),
    ...(b && { new: b }),
  });
  const leases = new Set([...(old?.leases ?? []), ...(now?.leases ?? [])].map(({ name }) => name));
  const leaseOf = (operation: OperationSchema | undefined, layout: OperationLayout | undefined, name: string) =>
    layout?.leases[operation?.leases.findIndex((lease) => lease.name === name) ?? -1];
  return [
    pair('Message', oldLayout?.message, newLayout?.message),
    pair('Reply', oldLayout?.reply, newLayout?.reply),
    pair('Error', oldLayout?.error, newLayout?.error),
    ...[...leases].map((name) => pair(`Lease ${name}`, leaseOf(old, oldLayout, name), leaseOf(now, newLayout, name))),
  ];
}
