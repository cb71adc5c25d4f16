import { alignOperations, compareInterfaces, type InterfaceComparison, targetsBetween } from '../../compare/index.ts';
import type { OperationSchema } from '../../schema/index.ts';
import { type InterfaceLayout, type Layout, layOut, type OperationLayout } from '../../wire/index.ts';
import { changeHtml, type RuleLinks } from './change-html.ts';
import { type Change, changesOf } from './changes.ts';
import { type Html, html } from './html.ts';
import { type LayoutPair, rulerDiff } from './ruler-diff.ts';
import { type SideVersion, type TextPart, textsOf } from './sides.ts';
import { textDiff } from './text-diff.ts';

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
 * @param comparison of the two, where somebody made it already
 */
export function versionDiff(
  before: SideVersion,
  after: SideVersion,
  links: RuleLinks,
  comparison: InterfaceComparison = compareInterfaces(before.object, after.object),
): VersionDiff {
  const changes = changesOf([comparison]);
  const pairs = pairsOf(before, after);
  const layouts = layoutsOf(before, after);
  const drawn = pairs.map((pair) => ({ pair, content: operationDiff(before, after, layouts, pair) }));
  const same = drawn.filter(({ content }) => content === undefined);
  const content = html`
    <section aria-labelledby="changes"><h2 id="changes">What it breaks</h2>${changesHtml(changes, links)}</section>
    <section aria-labelledby="operations"><h2 id="operations">Operations</h2>
      ${drawn.map(({ content }) => content ?? html``)}
      ${same.length > 0 && html`<p class="same"><strong>${same.length === pairs.length ? 'All are the same' : 'The same in both'}:</strong> ${same.map(({ pair }, index) => html`${index > 0 && ', '}<code>${pair.new?.name}</code>`)}</p>`}
    </section>`;
  return { html: content, changes: changes.length, operations: pairs.length - same.length };
}

function changesHtml(changes: readonly Change[], links: RuleLinks): Html {
  if (changes.length === 0) return html`<p>Nothing: the wire format and all names are the same.</p>`;
  return html`${changes.map((change) => changeHtml(change, links))}`;
}

/** In the order of the newer version; what it does not have stands where it was. */
function pairsOf(before: SideVersion, after: SideVersion): OperationPair[] {
  const { pairs, removed, added } = alignOperations(before.object.schema, after.object.schema);
  const all: OperationPair[] = [...pairs, ...added.map((operation) => ({ new: operation }))];
  all.sort((a, b) => (a.new?.number ?? 0) - (b.new?.number ?? 0));
  for (const operation of removed) {
    const at = all.findIndex(({ old }) => old !== undefined && old.number > operation.number);
    all.splice(at < 0 ? all.length : at, 0, { old: operation });
  }
  return all;
}

/** Undefined when the operation is the same in both. */
function operationDiff(
  before: SideVersion,
  after: SideVersion,
  layouts: readonly LayoutsOnTarget[],
  { old, new: now }: OperationPair,
): Html | undefined {
  const texts = old && now ? textRows(before, after, old, now) : [];
  const rulers = layoutPairs(layouts, old, now).flatMap((pair) => rulerDiff(pair) ?? []);
  const moved = old !== undefined && now !== undefined && old.number !== now.number;
  const renamed = old !== undefined && now !== undefined && old.name !== now.name;
  if (old && now && !moved && !renamed && texts.length === 0 && rulers.length === 0) return undefined;
  const name = (now ?? old)?.name ?? '';
  const rows = [...texts, ...rulers];
  return html`<section class="op-diff" aria-labelledby="op-${name}">
    <h3 id="op-${name}">${numbersHtml(old, now)}${renamed && html`<del><code>${old.name}</code></del> `}<code>${name}</code>${!old && html` <span class="badge">added</span>`}${!now && html` <span class="badge error">removed</span>`}</h3>
    ${old && now && rows.length === 0 && html`<p class="muted">${moved ? 'Another number' : 'Another name'}, and otherwise the same.</p>`}
    ${rows.map((row) => sidesHtml(row.name, old && { label: before.label, content: row.old }, now && { label: after.label, content: row.new }))}
    ${!now && old && sidesHtml('Client', { label: before.label, content: codeHtml(html`${textsOf(before, old).Client}`) }, undefined)}
    ${!old && now && sidesHtml('Client', undefined, { label: after.label, content: codeHtml(html`${textsOf(after, now).Client}`) })}
  </section>`;
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

function textRows(before: SideVersion, after: SideVersion, old: OperationSchema, now: OperationSchema) {
  const [oldTexts, newTexts] = [textsOf(before, old), textsOf(after, now)];
  return (Object.keys(oldTexts) as TextPart[])
    .filter((name) => oldTexts[name] !== newTexts[name])
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
function layoutsOf({ object: before }: SideVersion, { object: after }: SideVersion): LayoutsOnTarget[] {
  return targetsBetween({ client: before.build, server: after.build }).map(({ name, target }) => ({
    target: name,
    old: layOut(before.schema, target),
    new: layOut(after.schema, target),
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
  const before = old && layouts.old.operations[old.number - 1];
  const after = now && layouts.new.operations[now.number - 1];
  const pair = (name: string, a: Layout | undefined, b: Layout | undefined): LayoutPair => ({
    name,
    ...(a && { old: a }),
    ...(b && { new: b }),
  });
  const leases = new Set([...(old?.leases ?? []), ...(now?.leases ?? [])].map(({ name }) => name));
  const leaseOf = (operation: OperationSchema | undefined, layout: OperationLayout | undefined, name: string) =>
    layout?.leases[operation?.leases.findIndex((lease) => lease.name === name) ?? -1];
  return [
    pair('Message', before?.message, after?.message),
    pair('Reply', before?.reply, after?.reply),
    pair('Error', before?.error, after?.error),
    ...[...leases].map((name) => pair(`Lease ${name}`, leaseOf(old, before, name), leaseOf(now, after, name))),
  ];
}
