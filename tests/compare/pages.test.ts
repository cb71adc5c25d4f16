import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { allRules, type Finding, type Outcome } from '../../src/compare/index.ts';
import { parseCheckPage } from '../../src/text/index.ts';
import { compareExample } from './example-trees.ts';

describe.each(allRules.map((rule) => [rule.id, rule] as const))('page of %s', (id, rule) => {
  const page = parseCheckPage(readFileSync(`content/checks/${id}.md`, 'utf8'));
  const examples = page.sections.flatMap(({ kind, examples }) => examples.map((example) => ({ kind, ...example })));

  test('has a breaking and a harmless example', () => {
    expect(page.sections.map(({ kind }) => kind)).toEqual(['breaking', 'harmless']);
  });

  test.each(examples)('$kind: $heading', ({ kind, files, prose }) => {
    const { findings } = compareExample(files);
    const found = findings.filter((finding) => finding.rule === id);
    if (kind === 'harmless') {
      for (const { judgements } of found) expect(judgements).toMatchObject(ALL_OK);
      if (rule.levels.every((level) => level !== 'wire')) expect(found).toEqual([]);
      return;
    }
    const expected = expectation(prose);
    expect(found.map(summary)).toEqual(found.map(() => expected));
    expect(found.length).toBeGreaterThan(0);
    expect(findings.filter((finding) => finding.rule !== id && !isAlso(prose, finding)).map(describeFinding)).toEqual(
      [],
    );
  });
});

const ALL_OK = { oldClient: { outcome: { kind: 'ok' } }, newClient: { outcome: { kind: 'ok' } } };

/** The line of a page that states what comes of its example. */
function expectation(prose: string): string {
  const lines = prose.split('\n').filter((line) => /^Old client, new server: |^Nothing travels differently/.test(line));
  expect(lines).toHaveLength(1);
  return lines[0] as string;
}

/** The same line, of a finding. */
function summary({ judgements, levels }: Finding): string {
  if (!judgements) return `Nothing travels differently; hits ${levels.join(' and ')}.`;
  const { oldClient, newClient } = judgements;
  return `Old client, new server: ${describeOutcome(oldClient.outcome)}. New client, old server: ${describeOutcome(newClient.outcome)}.`;
}

function describeOutcome(outcome: Outcome): string {
  return outcome.kind === 'fault' ? `fault \`${outcome.fault}\`` : outcome.kind;
}

/** A change that cannot be had alone: the page says `Also found: ` and the other rules' ids. */
function isAlso(prose: string, { rule }: Finding): boolean {
  return /^Also found: .*$/m.exec(prose)?.[0].includes(`\`${rule}\``) ?? false;
}

function describeFinding({ rule, message, judgements }: Finding): string {
  const said = judgements ? ` ${judgements.oldClient.sentence} ${judgements.newClient.sentence}` : '';
  return `${rule}: ${message}.${said}`;
}
