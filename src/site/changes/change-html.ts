import { type Effect, effectSentence, effectWords, firstMentions, witnessText } from '../../compare/index.ts';
import { type Change, effectsOfChange, operationNames, VERDICT_MEANINGS, worstOf } from './changes.ts';
import { type Html, html, withCode } from './html.ts';

/** Where a change's rule has its page; undefined for one that has none. */
export interface RuleLinks {
  rule(id: string): string | undefined;
}

/** Changes of one interface; more than `open` of them are folded. An example of a verdict stands once, under its first cause. */
export function changesHtml(changes: readonly Change[], links: RuleLinks, open = changes.length): Html {
  const hasExample = firstMentions();
  const [shown, rest] = [changes.slice(0, open), changes.slice(open)].map((list) =>
    list.map((change) => changeHtml(change, links, hasExample)),
  );
  if (changes.length <= open) return html`${shown}`;
  const rules = [...new Set(changes.slice(open).map(({ cause }) => cause.rule))].join(', ');
  const count = changes.length - open;
  return html`${shown}<details class="rest"><summary>${count} other ${count === 1 ? 'change' : 'changes'}: ${rules}</summary>${rest}</details>`;
}

/** One change: what it is, and what it does to calls in each direction. */
function changeHtml(change: Change, links: RuleLinks, hasExample: ReturnType<typeof firstMentions>): Html {
  const { message, rule, help, levels } = change.cause;
  const page = links.rule(rule);
  const effects = effectsOfChange(change);
  const shown = levels.filter((level) => level !== 'wire' || effects.length === 0);
  const touched = operationNames(change).filter((name) => !message.includes(`\`${name}\``));
  return html`<article class="change ${worstOf(change) ?? 'text'}">
    <p class="message">${withCode(capitalised(message))} ${page === undefined ? html`<span class="check">${rule}</span>` : html`<a class="check" href="${page}">${rule}</a>`}</p>
    ${effects.length > 0 && html`<dl class="effects">${effects.map((effect) => effectHtml(effect, hasExample(effect.worst)))}</dl>`}
    ${effects.length === 0 && touched.length > 0 && html`<p class="reach">Operations: ${touched.map((name, at) => html`${at > 0 && ', '}<code>${name}</code>`)}.</p>`}
    ${shown.length > 0 && html`<p class="reach">${effects.length > 0 ? 'Also' : 'Concerns'} ${shown.map((level) => LEVEL_WORDS[level]).join('; ')}.</p>`}
    ${help !== undefined && html`<p class="help">${withCode(capitalised(help))}.</p>`}
  </article>`;
}

const LEVEL_WORDS = {
  wire: 'the wire format',
  image: 'types that are generated for each image',
  source: 'code that calls the client or implements the server',
  tooling: 'names that tools, logs and scripts use',
  docs: 'documentation alone',
} as const;

function effectHtml(effect: Effect, hasExample: boolean): Html {
  const { kind } = effect.worst.verdict;
  const { groups, worst } = effect;
  const isOne = groups.length === 1 && groups[0]?.operations.length === 1;
  const sentence = kind === 'ok' && !isOne ? '' : effectSentence(effect);
  return html`<div><dt>${capitalised(effect.who)}</dt><dd>
    <p><span class="verdict ${kind}" title="${VERDICT_MEANINGS[kind]}">${effectWords(effect)}</span> ${withCode(sentence)}</p>
    ${!isOne && kind !== 'ok' && html`<ul>${groups.map(({ words, operations }) => html`<li>${words}: ${operations.map((name, at) => html`${at > 0 && ', '}<code>${name}</code>`)}</li>`)}</ul>`}
    ${hasExample && worst.witness && html`<p class="witness">For example: ${witnessText(worst.witness, worst.sides)}</p>`}
  </dd></div>`;
}

function capitalised(text: string): string {
  return /^[a-z]/.test(text) ? text[0]?.toUpperCase() + text.slice(1) : text;
}
