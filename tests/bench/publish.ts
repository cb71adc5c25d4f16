/**
 * What it takes to add one more release to a registry that has some: `node tests/bench/publish.ts [tree] [releases…]`. The registry is
 * filled with copies of one published release under other names, which is what `publish` would have written for trees that do not change.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { generator } from '../../src/api/index.ts';
import { Engine } from '../../src/engine/index.ts';
import { publish, ReleaseReader, ReleaseStore, sha256 } from '../../src/registry/index.ts';
import { openTree } from '../../src/tree/index.ts';

/** What one more release took. */
export interface PublishMeasurement {
  /** Releases that the registry has before. */
  readonly releases: number;
  /** Processor time in milliseconds, the best of three. */
  readonly milliseconds: number;
}

/** Publishes three releases into each of some registries. */
export async function measurePublish(folder: string, sizes: readonly number[]): Promise<PublishMeasurement[]> {
  const store = new ReleaseStore(new Engine({ hash: sha256 }));
  const opened = openTree(folder);
  if (!opened.ok) throw new Error(opened.problem.message);
  const content = new ReleaseReader({ store, generator: generator() }).read(opened.value);
  const measured: PublishMeasurement[] = [];
  for (const releases of sizes) {
    const scratch = mkdtempSync(join(tmpdir(), 'idol-registry-publish-'));
    try {
      const add = async (name: string) => {
        const { user, system } = process.cpuUsage();
        const published = await publish(
          join(scratch, 'registry'),
          { name, content },
          { store, generator: generator() },
        );
        if (!published.ok) throw new Error(published.problem.message);
        const after = process.cpuUsage();
        return (after.user - user + after.system - system) / 1000;
      };
      await add('gust-v1.0.0');
      const first = readFileSync(join(scratch, 'registry/log/000001.json'), 'utf8');
      for (let number = 2; number <= releases; number++) {
        const name = `gust-v1.0.${number - 1}`;
        const entry = {
          ...JSON.parse(first),
          name,
          version: `1.0.${number - 1}`,
          predecessor: `gust-v1.0.${number - 2}`,
        };
        writeFileSync(
          join(scratch, `registry/log/${String(number).padStart(6, '0')}.json`),
          `${JSON.stringify(entry)}\n`,
        );
      }
      await add('breeze-v1.0.0');
      const times: number[] = [];
      for (const patch of [1, 2, 3]) times.push(await add(`breeze-v1.0.${patch}`));
      measured.push({ releases: releases + 1, milliseconds: Math.min(...times) });
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  }
  return measured;
}

if (import.meta.main) {
  const [tree = 'idl/2.0.0', ...sizes] = process.argv.slice(2);
  for (const { releases, milliseconds } of await measurePublish(
    tree,
    sizes.length > 0 ? sizes.map(Number) : [1, 10, 100, 1000],
  )) {
    console.log(`${String(releases).padStart(5)} releases: ${milliseconds.toFixed(0).padStart(6)} ms CPU for one more`);
  }
}
