import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { afterAll, describe, expect, test } from 'vitest';
import { type Interface, parseInterface } from '../../src/idol/index.ts';
import { runtimeOf } from '../../src/registry/index.ts';
import { rustStub } from '../../src/stubs/index.ts';
import { type InterfaceFile, openTree, outsideCrates, readWorkspace, type StubUse } from '../../src/tree/index.ts';
import { run } from '../rust/cargo.ts';
import { git } from '../tree/scratch.ts';
import { compile } from './compiled.ts';
import { givenCrates } from './given-crates.ts';
import { ScratchWorkspace, type Wanted } from './scratch-workspace.ts';
import { serverScope } from './server-scope.ts';
import { treeOptions } from './tree-options.ts';
import { whyNot } from './why-not.ts';

const { HUBRIS_TREE = '', HUBRIS_CARGO_HOME } = process.env;

const scratch = mkdtempSync(join(tmpdir(), 'idol-registry-tree-stubs-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

interface MadeStub {
  readonly file: InterfaceFile;
  readonly use: StubUse;
  readonly text: string;
}

describe.each(['HEAD', ...lastTagOfEachYear()])('Rust stubs of the tree at %s', (revision) => {
  const { files, stubs, refused, interfaces, images, generation } = stubsAt(revision);
  const folder = join(scratch, revision.replaceAll('/', '-'));

  test('are made of every interface, on every side that the tree builds, and are as rustfmt leaves them', () => {
    expect(interfaces).toBeGreaterThan(35);
    expect(refused).toEqual([]);
    mkdirSync(folder);
    const names = stubs.map(({ text }, index) => {
      writeFileSync(join(folder, `${index}.rs`), text);
      return `${index}.rs`;
    });
    // Of a text that is no Rust, rustfmt reports an error.
    expect(run('rustfmt', ['--check', '--edition', '2021', ...names], folder)).toBe('');
  });

  test('compile with the types of the tree, wherever those do', () => {
    const wanted = new Map<string, Wanted>();
    for (const { use, text } of stubs) {
      const { crate, stub, side } = use;
      const scope = side === 'server' ? serverScope(crate, stub, text) : undefined;
      if (side === 'server' && scope === undefined) throw new Error(`${crate.name} includes no ${stub}`);
      const features = images.flatMap(({ tasks }) => tasks).find((task) => task.crate === crate.name)?.features ?? [];
      const own = { ...wanted.get(crate.name)?.stubs, [stub]: text };
      wanted.set(crate.name, { crate, stubs: own, ...(scope !== undefined && { text: scope, features }) });
    }
    const workspace = new ScratchWorkspace(join(folder, 'crates'), files, generation);
    workspace.write([...wanted.values()]);
    const compiled = compile(workspace, resolve('tests/rust/target/real-tree'));
    const failed = stubs.flatMap((one) => {
      const reason = whyNot(one.use.crate.name, workspace, compiled);
      return reason ? [{ ...one, reason }] : [];
    });
    report(revision, stubs, failed);
    // Whatever else is missing of a crate, a stub is at fault in nothing that was there to compile it with.
    const unexplained = failed.filter(({ reason }) => reason.kind === 'other').map(({ use }) => use.crate.name);
    expect(unexplained.flatMap((name) => compiled.get(name)?.stubErrors ?? [])).toEqual([]);
    expect([...compiled.values()].flatMap(({ stubWarnings }) => stubWarnings)).toEqual([]);
    expect(stubs.length - failed.length).toBeGreaterThanOrEqual(LEAST);
  });
});

/** Stubs that compile with crates from repositories missing. */
const LEAST = 25;

function stubsAt(rev: string) {
  const opened = openTree(HUBRIS_TREE, { rev });
  if (!opened.ok) throw new Error(opened.problem.message);
  const { files } = opened.value;
  // What the tree pins, if Cargo has it; else what is given, whatever its revision is.
  const pinned = outsideCrates(files, HUBRIS_CARGO_HOME ? { cargoHome: HUBRIS_CARGO_HOME } : {});
  const given = outsideCrates(files, { given: givenCrates, cargoHome: null });
  const { interfaceFiles, images } = readWorkspace(opened.value, {
    mayHave: (name) => pinned.mayHave(name) || given.mayHave(name),
    find: (name, locked) => pinned.find(name, locked) ?? given.find(name, locked),
  });
  const runtime = runtimeOf(opened.value);
  const stubs: MadeStub[] = [];
  const refused: string[] = [];
  for (const file of interfaceFiles) {
    const source = files.read(file.path);
    const iface: Interface | undefined = source && parseInterface(source).value;
    if (iface === undefined) throw new Error(`${file.path} is no interface`);
    for (const use of file.stubs) {
      const { value, diagnostics } = rustStub(iface, use.side, treeOptions(images, runtime, file.path, use));
      if (value) stubs.push({ file, use, text: value.text });
      else refused.push(`${file.path} ${use.side}: ${diagnostics[0]?.message}`);
    }
  }
  return { files, stubs, refused, interfaces: interfaceFiles.length, images, generation: runtime.generation };
}

function report(
  revision: string,
  stubs: readonly MadeStub[],
  failed: readonly (MadeStub & { readonly reason: { readonly text: string } })[],
): void {
  const count = (side: string) => {
    const all = stubs.filter(({ use }) => use.side === side).length;
    return `${all - failed.filter(({ use }) => use.side === side).length} of ${all} ${side} stubs`;
  };
  const lines = failed.map(
    ({ file, use, reason }) => `  ${file.path} ${use.side} in ${use.crate.name}: ${reason.text}`,
  );
  console.log([`${revision}: ${count('client')} and ${count('server')} compile`, ...lines].join('\n'));
}

/** By the date of the commit, the newest year first. */
function lastTagOfEachYear(): string[] {
  const format = '%(refname:short) %(committerdate:short)%(*committerdate:short)';
  const lines = git(HUBRIS_TREE, 'for-each-ref', 'refs/tags', '--sort=committerdate', `--format=${format}`).split('\n');
  const byYear = new Map<string, string>();
  for (const line of lines) {
    const [tag = '', date = ''] = line.split(' ');
    byYear.set(date.slice(0, 4), tag);
  }
  return [...byYear.values()].reverse();
}
