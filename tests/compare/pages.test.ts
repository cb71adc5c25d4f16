import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { allRules } from '../../src/compare/index.ts';
import { InterfaceComparisonSchema } from '../../src/registry/documents/comparison.ts';
import { parseCheckPage } from '../../src/text/index.ts';
import { compareExample } from './example-trees.ts';
import type { JudgedCause } from './judged-causes.ts';

describe.each(allRules.map((rule) => [rule.id, rule] as const))('page of %s', (id, rule) => {
  const page = parseCheckPage(readFileSync(`content/checks/${id}.md`, 'utf8'));
  const examples = page.sections.flatMap(({ kind, examples }) => examples.map((example) => ({ kind, ...example })));

  test('has a breaking and a harmless example', () => {
    expect(page.sections.map(({ kind }) => kind)).toEqual(['breaking', 'harmless']);
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
    const expected = expectation(prose);
    expect(found.map(summary)).toEqual(found.map(() => expected));
    expect(found.length).toBeGreaterThan(0);
    expect(causes.filter((cause) => cause.rule !== id && !isAlso(prose, cause)).map(describeCause)).toEqual([]);
  });
});

/** The paragraph of a page that states what comes of its example. */
function expectation(prose: string): string {
  const stated = paragraphs(prose).filter((text) => /^Old [\w ]+, new [\w ]+: |^The bytes do not change/.test(text));
  expect(stated).toHaveLength(1);
  return stated[0] as string;
}

function paragraphs(prose: string): string[] {
  return prose.split(/\n{2,}/).map((text) => text.trim().replaceAll('\n', ' '));
}

/** The same line, of a cause. */
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
