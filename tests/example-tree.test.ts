import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { resultsOf } from '../src/registry/index.ts';
import { openTree } from '../src/tree/index.ts';
import { ARM, layOut } from '../src/wire/index.ts';

const root = join(import.meta.dirname, '../idl');

/** The findings that `idl/README.md` explains; there is to be no other. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  '1.0.0': ['missing-doc', 'ssmarshal-operation', 'ssmarshal-operation'],
  '1.1.0': ['missing-doc', 'ssmarshal-operation', 'ssmarshal-operation'],
  '2.0.0': ['missing-doc', 'read-write-lease', 'ssmarshal-operation'],
};

function scanRelease(release: string) {
  const opened = openTree(join(root, release));
  if (!opened.ok) throw new Error(`${release} cannot be opened`);
  return resultsOf(opened.value).scan();
}

test('every folder is a release that is known here', () => {
  const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual(Object.keys(KNOWN));
});

describe.each(Object.keys(KNOWN))('release %s', (release) => {
  const { diagnostics, interfaces } = scanRelease(release);

  test('has the findings that its notes explain, and no other', () => {
    expect(diagnostics.map(({ check }) => check).sort()).toEqual(KNOWN[release]);
  });

  test('has a size for everything that travels', () => {
    const open = interfaces.flatMap(({ file, schema }) =>
      (schema ? layOut(schema, ARM).operations : []).flatMap(({ message, reply, leases }, position) =>
        [message, reply, ...leases]
          .filter(({ size }) => size === undefined)
          .map(() => `${file.path} ${schema?.operations[position]?.name}`),
      ),
    );
    expect(interfaces.every(({ schema }) => schema !== undefined)).toBe(true);
    expect(open).toEqual([]);
  });
});
