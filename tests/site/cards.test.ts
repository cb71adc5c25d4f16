import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Engine } from '../../src/engine/index.ts';
import { sha256 } from '../../src/registry/index.ts';
import { cardSvg } from '../../src/site/cards/card-svg.ts';
import { writeCards } from '../../src/site/cards/write-cards.ts';
import { fixtureRegistry, HOSTILE } from './fixture.ts';
import { contentsOf } from './visit.ts';

const registry = fixtureRegistry();

test('every interface has a card of the size that sites show, and the same bytes each time', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'idol-registry-cards-'));
  try {
    const written: Map<string, string>[] = [];
    for (const name of ['a', 'b']) {
      await writeCards(join(folder, name), registry, new Engine({ hash: sha256 }));
      written.push(contentsOf(join(folder, name)));
    }
    expect(written[0]).toEqual(written[1]);
    expect(readdirSync(join(folder, 'a/interfaces'))).toHaveLength(registry.interfaces.length);
    const png = readFileSync(join(folder, 'a/interfaces/fan/card.png'));
    expect([png.toString('latin1', 1, 4), png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual(['PNG', 1200, 630]);
    // A picture without any glyph is much smaller.
    expect(png.length).toBeGreaterThan(15_000);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('foreign text stays text in a card', () => {
  const [entry] = registry.interfaces;
  if (!entry) throw new Error('no interface');
  const svg = cardSvg({ ...entry, name: HOSTILE }, HOSTILE, registry);
  expect(svg).not.toMatch(/<(?:script|img)/);
});
