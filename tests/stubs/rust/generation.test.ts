import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseInterface } from '../../../src/idol/index.ts';
import { lockedRuntime, rustStub } from '../../../src/stubs/index.ts';
import { Source } from '../../../src/text/index.ts';

const generationOf = (lock: string) => lockedRuntime(lock)?.generation;

import { openTree } from '../../../src/tree/index.ts';

function lock(
  packages: readonly { name: string; version: string; source?: string; dependencies?: readonly string[] }[],
): string {
  return packages
    .map(({ name, version, source, dependencies = [] }) =>
      [
        '[[package]]',
        `name = "${name}"`,
        `version = "${version}"`,
        ...(source ? [`source = "git+https://example.com/idol.git#${source}"`] : []),
        `dependencies = ${JSON.stringify(dependencies)}`,
      ].join('\n'),
    )
    .join('\n\n');
}

const RUNTIME = { name: 'idol-runtime', version: '0.1.0', dependencies: ['userlib', 'zerocopy'] };

test('the oldest compilers go with dispatch_n', () => {
  const of = (compiler: string) =>
    generationOf(lock([{ name: 'idol', version: compiler }, RUNTIME, { name: 'zerocopy', version: '0.6.1' }]));
  expect(of('0.3.0')).toBe('zerocopy-0.6-dispatch-n');
  expect(of('0.4.0')).toBe('zerocopy-0.6');
});

test('servers of 2021 have room for all messages at once', () => {
  const of = (revision: string) =>
    generationOf(
      lock([{ name: 'idol', version: '0.1.0', source: revision }, RUNTIME, { name: 'zerocopy', version: '0.6.1' }]),
    );
  expect(of('6d18e14000000000000000000000000000000000')).toBe('zerocopy-0.6-2021');
  expect(of('2b5b5bb000000000000000000000000000000000')).toBe('zerocopy-0.6-dispatch-n');
  const { value } = parseInterface(
    new Source('a.idol', 'Interface(name: "Fan", ops: { "a": (reply: Simple("()")), "b": (reply: Simple("()")) })'),
  );
  const stub = value && rustStub(value, 'server', { generation: 'zerocopy-0.6-2021' }).value?.text;
  expect(stub).toContain('pub const INCOMING_SIZE: usize = A_MSG_SIZE + B_MSG_SIZE;');
});

test('of several locked versions of zerocopy, the one that the runtime depends on counts', () => {
  const locked = lock([
    { ...RUNTIME, version: '0.3.0', dependencies: ['counters', 'zerocopy 0.8.27'] },
    { name: 'zerocopy', version: '0.6.6' },
    { name: 'zerocopy', version: '0.8.27' },
  ]);
  expect(generationOf(locked)).toBe('zerocopy-0.8');
  expect(generationOf(locked.replace('zerocopy 0.8.27', 'zerocopy 0.7.1'))).toBe('zerocopy-0.7');
});

test('revisions of runtime 0.2.0 tell the type of notifications', () => {
  const of = (source: string) =>
    generationOf(
      lock([
        { ...RUNTIME, version: '0.2.0', source },
        { name: 'zerocopy', version: '0.8.25' },
      ]),
    );
  expect(of('b9fb439a8b6d77d10c922303a7f74598b1def0bd')).toBe('zerocopy-0.8-u32');
  expect(of('f67fffe000000000000000000000000000000000')).toBe('zerocopy-0.8');
});

test('without a runtime, userlib tells; without either, nothing does', () => {
  const userlib = { name: 'userlib', version: '0.1.0', dependencies: ['zerocopy'] };
  expect(generationOf(lock([userlib, { name: 'zerocopy', version: '0.8.1' }]))).toBe('zerocopy-0.8');
  expect(generationOf(lock([{ name: 'zerocopy', version: '0.8.1' }]))).toBeUndefined();
  expect(generationOf('[[package')).toBeUndefined();
  expect(generationOf('package = 3')).toBeUndefined();
});

test.each([
  ['1.0.0', 'zerocopy-0.6-dispatch-n', ['dispatch_n', 'u32', 'AsBytes']],
  ['1.1.0', 'zerocopy-0.8', ['dispatch', 'userlib::NotificationBits', 'IntoBytes']],
  ['2.0.0', 'zerocopy-0.8', ['dispatch', 'userlib::NotificationBits', 'IntoBytes']],
] as const)(
  'the servers of the example release %s use what its Cargo.lock pins: %s',
  (release, generation, [dispatch, bits, bytes]) => {
    expect(generationOf(readFileSync(`idl/${release}/Cargo.lock`, 'utf8'))).toBe(generation);
    const opened = openTree(`idl/${release}`);
    if (!opened.ok) throw new Error(opened.problem.message);
    const { files } = opened.value;
    const sources = files.paths.filter((path) => path.endsWith('.rs')).map((path) => files.read(path)?.text ?? '');
    const notified = sources.filter((text) => text.includes('fn handle_notification('));
    expect(notified.length).toBeGreaterThan(4);
    for (const text of notified) {
      expect(text).toContain(`idol_runtime::${dispatch}(`);
      expect(text).toMatch(new RegExp(`fn handle_notification\\(&mut self, \\w+: ${bits}\\)`));
    }
    const used = sources.flatMap((text) => text.match(/\b(AsBytes|IntoBytes)\b/g) ?? []);
    expect([...new Set(used)]).toEqual([bytes]);
  },
);
