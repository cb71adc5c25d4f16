import { describe, expect, test } from 'vitest';
import * as api from '../../src/index.ts';
import {
  checkTree,
  compareTrees,
  decode,
  decodeReply,
  encode,
  encodeReply,
  layoutOf,
  orThrow,
  readInterface,
  readInterfaces,
  stubsOf,
} from '../../src/index.ts';
import { capture } from '../cli/capture.ts';
import { ARM, RISCV, treeOf } from '../cli/target-tree.ts';
import { scratchFolder, write } from '../tree/scratch.ts';

const sensors = () => orThrow(readInterface('idl/2.0.0', 'Sensors'));
const kindOf = (outcome: api.Outcome<unknown>) => (outcome.ok ? 'ok' : outcome.problem.kind);

test('the package exports one function for each task, and nothing of what is behind them', () => {
  expect(Object.keys(api).sort()).toEqual([
    'checkTree',
    'compareTrees',
    'decode',
    'decodeReply',
    'encode',
    'encodeReply',
    'layoutOf',
    'orThrow',
    'readInterface',
    'readInterfaces',
    'stubsOf',
  ]);
});

describe('what functions give is what commands print', () => {
  test('check', async () => {
    const { stdout } = await capture(['check', 'idl/2.0.0', '--format', 'json']);
    expect(asJson(orThrow(checkTree('idl/2.0.0')))).toEqual(JSON.parse(stdout));
  });

  test('breaking', async () => {
    const report = orThrow(
      await compareTrees('idl/1.0.0', 'idl/1.1.0', { mode: 'backward', interfaces: ['Sensors'], today: '2027-01-31' }),
    );
    const flags = ['--mode', 'backward', '--interface', 'Sensors', '--today', '2027-01-31', '--format', 'json'];
    const { stdout } = await capture(['breaking', 'idl/1.1.0', '--against', 'idl/1.0.0', ...flags]);
    expect(report.interfaces.length).toBe(1);
    expect(asJson(report)).toEqual(JSON.parse(stdout));
  });

  test('stubs', async () => {
    for (const side of ['client', 'server'] as const) {
      const [rust] = orThrow(stubsOf(sensors(), { language: 'rust', side }));
      const flags = ['--tree', 'idl/2.0.0', '--side', side];
      expect(rust?.text).toBe((await capture(['stubs', 'Sensors', ...flags])).stdout);
    }
    const [typescript] = orThrow(stubsOf(sensors(), { language: 'typescript' }));
    const flags = ['--tree', 'idl/2.0.0', '--lang', 'typescript'];
    expect(typescript?.text).toBe((await capture(['stubs', 'Sensors', ...flags])).stdout);
    const [schema] = orThrow(stubsOf(sensors(), { language: 'json-schema' }));
    expect(Object.keys(JSON.parse(schema?.text ?? '').properties)).toContain('latest');
  });
});

describe('values and bytes', () => {
  test('go both ways, messages and replies', () => {
    const message = orThrow(encode(sensors(), 'latest', { sensor: 'Pressure' }));
    expect(message).toEqual(Uint8Array.of(3));
    expect(orThrow(decode(sensors(), 'latest', message)).value).toEqual({ sensor: 'Pressure' });
    const reply = orThrow(encodeReply(sensors(), 'latest', { Ok: { time: 5n, value: 1.5 } }));
    expect(reply).toEqual({ code: 0, bytes: Uint8Array.of(5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xc0, 0x3f) });
    expect(decodeReply(sensors(), 'latest', reply)).toMatchObject({
      value: { kind: 'ok', value: { time: 5n, value: 1.5 }, length: 12 },
    });
    const failed = orThrow(encodeReply(sensors(), 'latest', { Err: 'Faulted' }));
    expect(decodeReply(sensors(), 'latest', failed)).toMatchObject({
      value: { kind: 'error', code: 2, value: 'Faulted' },
    });
  });

  test('that do not fit are problems with the path of the field', () => {
    const value = encode(sensors(), 'latest', { sensor: 'Rain' });
    expect(value).toMatchObject({ ok: false, problem: { kind: 'invalid-value', path: 'sensor' } });
    const bytes = decode(sensors(), 'summary', Uint8Array.of(0, 99));
    expect(bytes).toMatchObject({ ok: false, problem: { kind: 'invalid-bytes' } });
    expect(bytes.ok || bytes.problem.parts?.length).toBeGreaterThan(0);
  });
});

describe('an interface with two layouts', () => {
  const fan = () => orThrow(readInterface(treeOf({ arm: ARM, riscv: RISCV }), 'Fan'));

  test('has both, or that of an image', () => {
    const sizes = (when: readonly string[]) =>
      orThrow(layoutOf(fan(), 'state', { when })).map(({ targets, layout }) => [targets, layout.reply.size?.max]);
    expect(sizes([])).toEqual([
      [[RISCV], 8],
      [[ARM], 2],
    ]);
    expect(sizes(['arm'])).toEqual([[[ARM], 2]]);
  });

  test('is encoded and stubbed for the image that is named', () => {
    const value = { level: 1, mode: 'On' };
    expect(encodeReply(fan(), 'state', value)).toMatchObject({
      ok: false,
      problem: { kind: 'ambiguous-configuration', help: 'name one in `when`: arm, riscv' },
    });
    expect(orThrow(encodeReply(fan(), 'state', value, { when: ['riscv'] })).bytes.length).toBe(8);
    expect(kindOf(stubsOf(fan(), { language: 'typescript' }))).toBe('ambiguous-configuration');
    expect(kindOf(stubsOf(fan(), { language: 'typescript', when: ['arm'] }))).toBe('ok');
    expect(kindOf(layoutOf(fan(), 'state', { when: ['alm'] }))).toBe('unknown-condition');
  });
});

describe('bad input', () => {
  test('gives a problem and throws nothing', async () => {
    const empty = scratchFolder();
    write(empty, { 'Cargo.toml': '[workspace]\n' });
    const broken = treeOf({ arm: ARM }, { 'idl/fan.idol': 'Interface(name: "Fan", ops: {' });
    const misconfigured = treeOf({ arm: ARM }, { 'idol-registry.config.json': '{ "titel": "" }' });
    const waived = treeOf({ arm: ARM }, { 'idol-registry.waivers.toml': 'waive' });
    const outcomes: Record<string, api.Outcome<unknown>> = {
      'not-a-folder': checkTree('no/such/folder'),
      'unknown-revision': checkTree('idl/2.0.0', { rev: 'no-such-tag' }),
      'no-interfaces': checkTree(empty),
      'invalid-interface': readInterface(broken, 'fan.idol'),
      'invalid-configuration': checkTree(misconfigured),
      'unknown-interface': readInterface('idl/2.0.0', 'Sensor'),
      'unknown-operation': encode(sensors(), 'latst'),
      'nothing-to-compare': await compareTrees('idl/1.0.0', 'idl/1.0.0'),
    };
    expect(Object.entries(outcomes).map(([, outcome]) => kindOf(outcome))).toEqual(Object.keys(outcomes));
    expect(kindOf(await compareTrees('idl/1.0.0', waived))).toBe('invalid-configuration');
    expect(kindOf(await compareTrees('no/such/folder', 'idl/1.0.0'))).toBe('unknown-revision');
    expect(kindOf(checkTree('idl/2.0.0/drv'))).toBe('not-a-folder');
    expect(kindOf(checkTree('null\0character'))).toBe('not-a-folder');
    expect(kindOf(await compareTrees('null\0character', 'idl/1.0.0'))).toBe('unknown-revision');
    expect(checkTree('long'.repeat(5000))).toMatchObject({ problem: { kind: 'read-failure' } });
    expect(outcomes['invalid-interface']).toMatchObject({
      problem: { findings: [{ message: 'this `(` is never closed' }, { message: 'this `{` is never closed' }] },
    });
    expect(orThrow(readInterfaces(broken))).toMatchObject({ interfaces: [], broken: [{ path: 'idl/fan.idol' }] });
  });

  test('becomes an exception with `orThrow`', () => {
    const outcome = readInterface('idl/2.0.0', 'Sensor');
    expect(() => orThrow(outcome)).toThrow('the tree has no interface `Sensor`: did you mean `Sensors`?');
    try {
      orThrow(outcome);
    } catch (error) {
      expect(error).toMatchObject({ cause: { kind: 'unknown-interface' } });
    }
  });
});

function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
