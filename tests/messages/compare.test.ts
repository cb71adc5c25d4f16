import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compareTrees, type InterfaceComparison, upgradePlan, witnessText } from '../../src/compare/index.ts';
import { openLock } from '../../src/registry/breaking/lock.ts';
import { interfaceVersions, lockText, makeBreakingReport, type Snapshot } from '../../src/registry/index.ts';
import { filesOf } from '../../src/text/index.ts';
import { readWorkspace } from '../../src/tree/index.ts';
import { modemTree } from './modem-tree.ts';

const CONSTANTS = { version: 'modem_messages::VERSION', minVersion: 'modem_messages::OLDEST' };
const COMMAND = { command: { type: 'modem_messages::Command' } };
const ANSWER = { answer: { type: 'Result<modem_messages::Answer, u8>', from: 'modem', to: 'station' } };

function snapshot(rust: string, directions: Parameters<typeof modemTree>[1], settings = {}): Snapshot {
  const { contract, diagnostics } = modemTree(rust, directions, settings);
  expect(diagnostics).toEqual([]);
  const workspace = readWorkspace({ files: filesOf({}), label: '', prefix: '' });
  return { label: 'modem', interfaces: interfaceVersions(contract ? [contract] : [], workspace), broken: [] };
}

function compared(before: Snapshot, after: Snapshot): InterfaceComparison {
  const [only] = compareTrees(before.interfaces, after.interfaces).interfaces;
  return only as InterfaceComparison;
}

const versions = (version: number, oldest: number) =>
  `pub const VERSION: u8 = ${version}; pub const OLDEST: u8 = ${oldest};`;

describe('the verdict on a direction', () => {
  const old = `pub enum Command { Wake, Power(Power), Text { id: u8, size: u8 } } pub enum Power { Low, High }`;

  test('names each variant that does not arrive, as far inside as some of its values do', () => {
    const now = `pub enum Command { Wake, Power(Power), Text { id: u8, size: bool }, Sleep } pub enum Power { Low, High, Off }`;
    const { verdicts } = compared(snapshot(old, COMMAND), snapshot(now, COMMAND));
    const [fromOld, fromNew] = verdicts;
    expect(fromOld?.variants?.map(({ name, number, verdict }) => [name, number, verdict.kind])).toEqual([
      ['Command::Text', '2', 'fault'],
    ]);
    expect(fromNew?.variants?.map(({ name, number, isNew, verdict }) => [name, number, isNew, verdict.kind])).toEqual([
      ['Command::Power(Power::Off)', '1.2', true, 'fault'],
      ['Command::Sleep', '3', true, 'fault'],
    ]);
    expect(fromNew?.sides).toEqual({ sender: 'station', receiver: 'modem' });
    expect(fromNew?.isStaged).toBeUndefined();
    expect(upgradePlan(verdicts)).toEqual([
      'Update the station before the modem: a new modem does not read `Command::Text` (variant 2) of an old station.',
      'Until the modem is updated, the station must not send `Command::Power(Power::Off)` (variant 1.2) and `Command::Sleep` (variant 3).',
    ]);
    expect(fromOld?.witness && witnessText(fromOld.witness, fromOld.sides)).toMatch(
      /^station sends body=Text\(.*\) as 02 /,
    );
  });

  test('has only the changes as causes that are in variants which fail', () => {
    const now = `pub enum Command { Wake, Power(Power), Text { id: u8, size: bool }, Sleep } pub enum Power { Low, High, Off }`;
    const { verdicts, causes } = compared(snapshot(old, COMMAND), snapshot(now, COMMAND));
    const message = (fingerprint: string) => causes.find((one) => one.fingerprint === fingerprint)?.message;
    expect(verdicts.map((one) => one.causes.map(message))).toEqual([
      ['`Command::Text` carries `id: u8`, `size: bool`, was `id: u8`, `size: u8`'],
      ['`Command` has a new last variant `Sleep` = 3', '`Power` has a new last variant `Off` = 2'],
    ]);
  });

  test('has a change of a struct as cause only where its variant fails', () => {
    const types = (size: string) => `pub struct Text { id: u8, size: ${size} }`;
    const { verdicts, causes } = compared(
      snapshot(`pub enum Command { Wake, Text(Text) } ${types('u16')}`, COMMAND),
      snapshot(`pub enum Command { Wake, Text(Text), Sleep } ${types('u8')}`, COMMAND),
    );
    const rules = verdicts.map((one) =>
      one.causes.map((print) => causes.find(({ fingerprint }) => fingerprint === print)?.rule),
    );
    expect(rules).toEqual([['field-type-changed'], ['variant-appended', 'field-type-changed']]);
  });

  test('is silent where a variant took the number of another', () => {
    const { verdicts } = compared(
      snapshot('pub enum Command { Wake, Power, Text }', COMMAND),
      snapshot('pub enum Command { Wake, Send, Power, Text }', COMMAND),
    );
    expect(verdicts.map(({ verdict }) => verdict.kind)).toEqual(['silent', 'silent']);
    expect(verdicts[1]?.variants?.map(({ name, verdict }) => [name, verdict.kind])).toEqual([
      ['Command::Send', 'silent'],
      ['Command::Power', 'silent'],
      ['Command::Text', 'fault'],
    ]);
  });

  test('counts what an old receiver leaves of the body as the part behind it', () => {
    const now = old.replace('size: u8', 'size: u8, more: u8');
    const withCrc = { command: { ...COMMAND.command, after: [{ name: 'crc', type: 'u16' }] } };
    const [, plain] = compared(snapshot(old, COMMAND), snapshot(now, COMMAND)).verdicts;
    expect(plain?.verdict).toEqual({ kind: 'ok', argument: 'subset' });
    const [, framed] = compared(snapshot(old, withCrc), snapshot(now, withCrc)).verdicts;
    expect(framed?.sentence).toContain(
      'he old modem reads 3 bytes of the message and takes the rest, 1 byte, for `crc`',
    );
  });

  test('looks into both sides of a result', () => {
    const before = 'pub enum Answer { Done }';
    const after = 'pub enum Answer { Done, Signal(i8) }';
    const { verdicts } = compared(snapshot(before, ANSWER), snapshot(after, ANSWER));
    expect(verdicts.map(({ variants }) => variants?.map(({ name, number }) => [name, number]))).toEqual([
      undefined,
      [['Ok(Answer::Signal)', '0.1']],
    ]);
  });

  test('does not look at where a direction stands', () => {
    const rust = 'pub enum Command { Wake } pub enum Answer { Done }';
    const comparison = compareTrees(
      snapshot(rust, { ...COMMAND, ...ANSWER }).interfaces,
      snapshot(rust, { ...ANSWER, ...COMMAND }).interfaces,
    );
    expect(comparison.interfaces).toEqual([]);
  });
});

describe('a protocol version', () => {
  const before = snapshot(`${versions(3, 2)} pub enum Command { Wake }`, COMMAND, CONSTANTS);
  const report = (rust: string, waivers: Parameters<typeof makeBreakingReport>[2]['waivers'] = []) => {
    const policy = {
      mode: 'full',
      transitive: false,
      levels: ['wire'],
      failOn: ['silent', 'panic', 'fault'],
      audience: 'external',
      severity: {},
      interfaces: {},
    } as const;
    return makeBreakingReport(snapshot(rust, COMMAND, CONSTANTS), [before], { policy, waivers, today: '2026-01-01' });
  };
  const statuses = ({ entries }: ReturnType<typeof report>) => entries.map(({ rule, status }) => [rule, status]);

  test('that is raised lets a variant be appended', () => {
    const raised = report(`${versions(4, 2)} pub enum Command { Wake, Sleep }`);
    expect(raised.result).toBe('compatible');
    expect(statuses(raised)).toEqual([
      ['variant-appended', 'reported'],
      ['protocol-version-raised', 'reported'],
    ]);
    expect(raised.interfaces[0]?.verdicts.map(({ verdict, isStaged }) => [verdict.kind, isStaged])).toEqual([
      ['ok', undefined],
      ['fault', true],
    ]);
  });

  test('that is not raised is a change of its own', () => {
    const kept = report(`${versions(3, 2)} pub enum Command { Wake, Sleep }`);
    expect(statuses(kept)).toEqual([
      ['variant-appended', 'breaking'],
      ['protocol-version-not-raised', 'breaking'],
    ]);
    const [entry] = kept.entries;
    const waiver = {
      key: entry?.fingerprint ?? '',
      reason: 'no old modem',
      worst: 'fault',
      operations: ['modem.command'],
      line: 1,
    } as const;
    expect(statuses(report(`${versions(3, 2)} pub enum Command { Wake, Sleep }`, [waiver]))).toEqual([
      ['protocol-version-not-raised', 'breaking'],
      ['variant-appended', 'waived'],
    ]);
  });

  test('that is raised does not excuse a variant that changed', () => {
    const changed = report(`${versions(4, 2)} pub enum Command { Wake(u8), Sleep }`);
    expect(statuses(changed)).toEqual([
      ['variant-appended', 'breaking'],
      ['variant-fields-changed', 'breaking'],
      ['min-version-broken', 'breaking'],
      ['protocol-version-raised', 'reported'],
    ]);
  });
});

test('a lock file keeps message contracts', () => {
  const rust = `${versions(3, 2)} pub enum Command { Wake, Power(bool) }`;
  const before = snapshot(rust, COMMAND, CONSTANTS);
  const path = join(mkdtempSync(join(tmpdir(), 'lock-')), 'lock.json');
  writeFileSync(path, lockText(before));
  const locked = openLock(path);
  if (!locked.ok) throw new Error(locked.problem.message);
  expect(locked.value.interfaces[0]?.schema.messages).toEqual(before.interfaces[0]?.schema.messages);
  expect(compareTrees(locked.value.interfaces, before.interfaces).interfaces).toEqual([]);
});
