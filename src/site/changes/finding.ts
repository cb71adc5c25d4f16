import type { Finding, Judgement } from '../../compare/index.ts';
import { type Html, html, withCode } from './html.ts';
import { OUTCOME_MEANINGS, outcomeText, worstOf } from './outcome.ts';

/** Where a finding's rule and operations have pages; undefined for those that have none. */
export interface FindingLinks {
  rule(id: string): string | undefined;
}

/** One finding: what changed, and what then happens in each direction. */
export function findingHtml(finding: Finding, links: FindingLinks): Html {
  const { judgements, message, rule, help, levels } = finding;
  const page = links.rule(rule);
  const shown = levels.filter((level) => level !== 'wire' || !judgements);
  return html`<article class="finding ${worstOf(finding) ?? 'text'}">
    <p class="message">${withCode(capitalised(message))} ${page === undefined ? html`<span class="check">${rule}</span>` : html`<a class="check" href="${page}">${rule}</a>`}</p>
    ${judgements && html`<dl class="outcomes">${judgementHtml('Old client, new server', judgements.oldClient)}${judgementHtml('New client, old server', judgements.newClient)}</dl>`}
    ${shown.length > 0 && html`<p class="reach">${judgements ? 'Also' : 'Concerns'} ${shown.map((level) => LEVEL_WORDS[level]).join('; ')}.</p>`}
    ${help !== undefined && html`<p class="help">${withCode(capitalised(help))}.</p>`}
  </article>`;
}

const LEVEL_WORDS = {
  wire: 'what travels',
  image: 'types that are generated for each image',
  source: 'code that calls the client or implements the server',
  tooling: 'names that tools, logs and scripts use',
  docs: 'documentation alone',
} as const;

function judgementHtml(direction: string, { outcome, sentence }: Judgement): Html {
  return html`<div><dt>${direction}</dt><dd><span class="outcome ${outcome.kind}" title="${OUTCOME_MEANINGS[outcome.kind]}">${outcomeText(outcome)}</span> ${withCode(sentence)}</dd></div>`;
}

function capitalised(text: string): string {
  return /^[a-z]/.test(text) ? text[0]?.toUpperCase() + text.slice(1) : text;
}
