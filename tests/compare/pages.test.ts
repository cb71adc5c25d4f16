import { describe, expect, test } from 'vitest';
import { allRules } from '../../src/compare/index.ts';
import { InterfaceComparisonSchema } from '../../src/registry/documents/comparison.ts';
import { checkPageOf } from '../check-page.ts';
import { compareExample } from './example-trees.ts';
import type { JudgedCause } from './judged-causes.ts';

describe.each(allRules.map((rule) => [rule.id, rule] as const))('page of %s', (id, rule) => {
  const page = checkPageOf(id);
  const examples = page.sections.flatMap(({ kind, examples }) => examples.map((example) => ({ kind, ...example })));

  test('has a breaking and a harmless example', () => {
    const kinds = page.sections.map(({ kind }) => kind);
    expect(kinds, 'the page needs the sections `## Breaking` and `## Harmless`').toEqual(['breaking', 'harmless']);
  });

  test.each(examples)('$kind: $heading', ({ kind, files, prose }) => {
    const { causes, interfaces } = compareExample(files);
    for (const one of interfaces)
      expect(JSON.stringify(InterfaceComparisonSchema.parse(one))).toBe(JSON.stringify(one));
    const found = causes.filter((cause) => cause.rule === id);
    if (kind === 'harmless') {
      for (const { old, new: now } of found) expect([old.verdict.kind, now.verdict.kind]).toEqual(['ok', 'ok']);
      if (rule.levels.every((level) => level !== 'wire')) expect(found).toEqual([]);
      return;
    }
    expect(found.length, `the rule finds nothing in this example; others find: ${causes.map(describeCause)}`).not.toBe(
      0,
    );
    const stated = outcomes(prose);
    expect(
      stated,
      `the section needs one paragraph with the outcome: "${summary(found[0] as JudgedCause)}"`,
    ).toHaveLength(1);
    expect(found.map(summary)).toEqual(found.map(() => stated[0]));
    const others = causes.filter((cause) => cause.rule !== id && !isAlso(prose, cause));
    const line = `Also found: ${[...new Set(others.map(({ rule }) => `\`${rule}\``))].join(', ')}.`;
    expect(others.map(describeCause), `change the example, or add the paragraph "${line}"`).toEqual([]);
  });
});

/** The paragraphs of a section that state the outcome of its example: one, where the page is right. */
function outcomes(prose: string): string[] {
  return paragraphs(prose).filter((text) => /^Old [\w ]+, new [\w ]+: |^The bytes do not change/.test(text));
}

function paragraphs(prose: string): string[] {
  return prose.split(/\n{2,}/).map((text) => text.trim().replaceAll('\n', ' '));
}

/** The same paragraph, of a cause. */
function summary({ isOnTheWire, levels, old, new: now }: JudgedCause): string {
  if (!isOnTheWire) return `The bytes do not change. Affected: ${levels.join(' and ')}.`;
  const [first, second] = [old.who, now.who].map(capitalized);
  return `${first}: ${verdictText(old.verdict)}. ${second}: ${verdictText(now.verdict)}.`;
}

function capitalized(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function verdictText(verdict: JudgedCause['old']['verdict']): string {
  if (verdict.kind === 'fault' && verdict.fault === 'MessageRejected') return 'rejected';
  return verdict.kind === 'fault' ? `fault \`${verdict.fault}\`` : verdict.kind;
}

/** A change that cannot be had alone: the page says `Also found: ` and the other rules' ids. */
function isAlso(prose: string, { rule }: JudgedCause): boolean {
  return paragraphs(prose).some((text) => text.startsWith('Also found: ') && text.includes(`\`${rule}\``));
}

function describeCause({ rule, message, old, new: now }: JudgedCause): string {
  return `${rule}: ${message}. ${old.sentence} ${now.sentence}`;
}
