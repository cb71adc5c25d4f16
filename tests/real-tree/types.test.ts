import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { type Interface, parseInterface } from '../../src/idol/index.ts';
import { RustTypes, resolveInterface, type Type, type UnresolvedReason } from '../../src/schema/index.ts';
import { openTree, outsideCrates, readWorkspace } from '../../src/tree/index.ts';
import { ARM, Layouts, measureOf } from '../../src/wire/index.ts';
import { givenCrates } from './given-crates.ts';

const { HUBRIS_TREE = '' } = process.env;

describe('the real tree', () => {
  const revisions = [
    'HEAD',
    'oxide-rot-1-v1.0.0-rc.0',
    'gimlet-v1.0.5',
    'psc-v1.0.21',
    'sidecar-v1.0.38',
    'all-sp-v1.0.59',
  ];

  test.each(revisions)('%s: nearly every argument, reply and error has its size, and the others say why not', (rev) => {
    const { positions, open } = coverage(HUBRIS_TREE, rev);
    expect(positions).toBeGreaterThan(900);
    const share = 1 - open.length / positions;
    expect(share, open.map(({ message }) => message).join('\n')).toBeGreaterThanOrEqual(
      givenCrates.size >= 2 ? 0.99 : 0.98,
    );
    for (const { message, kind, help } of open) {
      expect(message).toMatch(/^[`A-Z].*\.$/);
      if (kind === 'outside-tree') expect(help).toContain('--crate');
    }
  });
});

function coverage(folder: string, rev: string): { positions: number; open: UnresolvedReason[] } {
  const opened = openTree(folder, { rev });
  if (!opened.ok) throw new Error(`${rev} cannot be opened`);
  const { files } = opened.value;
  const workspace = readWorkspace(opened.value, outsideCrates(files, { given: givenCrates, cargoHome: null }));
  const images = workspace.images.map(({ name, tasks, config }) => ({ name, taskCount: tasks.length, config }));
  const types = new RustTypes({ environment: { images }, measure: measureOf(ARM) });
  const open: UnresolvedReason[] = [];
  let positions = 0;
  for (const { path, stubs } of workspace.interfaceFiles) {
    const source = files.read(path);
    const read: Interface | undefined = source && parseInterface(source).value;
    if (!read) continue;
    const sorted = [...stubs].sort((a, b) => (a.side < b.side ? -1 : a.side > b.side ? 1 : 0));
    const schema = resolveInterface(read, sorted, types);
    const layouts = new Layouts(schema.types, ARM);
    for (const { args, encoding, reply } of schema.operations) {
      const sized = [...args, reply.ok].map(({ type }) => layouts.of(type, encoding, '').unresolved);
      const error = reply.kind === 'Result' && reply.error.kind !== 'ServerDeath' ? reply.error : undefined;
      if (error?.kind === 'Complex') sized.push(layouts.of(error.type, 'Hubpack', '').unresolved);
      if (error?.kind === 'CLike') sized.push(codeReasons(error.type));
      positions += sized.length;
      open.push(...sized.flatMap(([reason]) => reason ?? []));
    }
  }
  return { positions, open };
}

/** A `CLike` error has no bytes; that its variants are known is what counts. */
function codeReasons(error: Type): UnresolvedReason[] {
  return error.kind === 'unresolved' ? [error.reason] : [];
}
