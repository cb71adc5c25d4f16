import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { VerifyReport } from '../../src/registry/index.ts';
import { capture } from '../cli/capture.ts';
import { hasCargo } from '../rust/cargo.ts';
import { scratchFolder, write } from '../tree/scratch.ts';
import { HEATER_API, HEATER_IDOL, heaterArchive, heaterTree } from './heater.ts';

describe.runIf(hasCargo())('verify', () => {
  const build = heaterArchive();

  function archiveFile(): string {
    const archive = join(scratchFolder(), 'build.zip');
    writeFileSync(archive, build);
    return archive;
  }

  async function verify(tree: Record<string, string>, ...options: string[]) {
    const root = scratchFolder();
    write(root, tree);
    return capture(['verify', archiveFile(), '--tree', root, ...options]);
  }

  async function disagreements(tree: Record<string, string>): Promise<string[]> {
    const { code, stdout } = await verify(tree, '--format', 'json');
    expect(code).toBe(1);
    const report = JSON.parse(stdout) as VerifyReport;
    const facts = report.interfaces.flatMap((one) => one.facts).filter(({ result }) => result === 'disagrees');
    return facts.map(({ kind, subject, ours, theirs }) => `${kind} of ${subject}: ${ours}, not ${theirs}`);
  }

  test('firmware of the tree itself agrees in everything that it holds', async () => {
    const { code, stdout, stderr } = await verify(heaterTree());
    expect(stderr).toBe('note: the firmware was built with changes that no commit has\n');
    expect(stdout).toContain(
      'Heater (idl/heater.idol) in heater: 41 facts agree, 0 disagree, 2 are not in the firmware',
    );
    expect(stdout).toContain('Lamp (idl/lamp.idol) in heater: 1 facts agree, 0 disagree, 2 are not in the firmware');
    expect(stdout).toMatch(/^hut, built from 012345678 with changes, image id 0102030405060708, against .*: 42 facts/m);
    expect(code).toBe(0);
  });

  test('firmware of a RISC-V machine is laid out as that machine does', async () => {
    const root = scratchFolder();
    // Without short enums, one of `repr(C)` has four bytes there.
    const api = HEATER_API.replace('#[repr(u8)]\npub enum Mode', '#[repr(C)]\npub enum Mode');
    write(root, heaterTree({ api }));
    const riscv = join(scratchFolder(), 'riscv.zip');
    writeFileSync(riscv, heaterArchive({ target: 'riscv32imac-unknown-none-elf', api }));
    const { stdout } = await capture(['verify', riscv, '--tree', root, '--all']);
    expect(stdout).toContain('agrees: size of heater_api::Mode: 4 bytes');
    expect(stdout).not.toContain('of `heater_api::');
  });

  test('a type that is another in the sources disagrees in each of its facts, with both places', async () => {
    const tree = heaterTree({ api: HEATER_API.replace('pub degrees: i32', 'pub degrees: i16') });
    expect(await disagreements(tree)).toEqual([
      'message size of Heater.set_mode: 4 bytes, not 6 bytes',
      'size of heater_api::Limit: 3 bytes, not 5 bytes',
    ]);
    const { stdout } = await verify(tree);
    expect(stdout).toMatch(
      /disagreement: size of `heater_api::Limit`\n {2}sources: {2}3 bytes \(heater-api\/src\/lib\.rs:\d+:\d+\)\n {2}firmware: 5 bytes \(task heater, \.debug_info\+0x[0-9a-f]+\)/,
    );
  });

  test('codes, values, orders and alignments are compared', async () => {
    const api = HEATER_API.replace('NoSensor = 7', 'NoSensor = 6')
      .replace('High = 250', 'High = 251')
      .replace('Nothing, Degrees(u16)', 'Degrees(u32), Nothing')
      .replace(
        'pub at: u64, pub degrees: [u16; 3], pub spare: u16',
        'pub at: [u32; 2], pub spare: u16, pub degrees: [u16; 3]',
      );
    expect(await disagreements(heaterTree({ api }))).toEqual([
      'error code of heater_api::HeaterError::NoSensor: 6, not 7',
      'error code of heater_api::HeaterError::ServerRestarted: 7, not 8',
      'value of heater_api::Mode::High: 251, not 250',
      'alignment of heater_api::Reading: 4 bytes, not 8 bytes',
      'offset of heater_api::Reading.spare: at 8, not at 14',
      'offset of heater_api::Reading.degrees: at 10, not at 8',
      'order of heater_api::Wanted: Degrees, Nothing, Range, not Nothing, Degrees, Range',
      'size of heater_api::Wanted::Degrees.0: 4 bytes, not 2 bytes',
    ]);
  });

  test('an operation that moved disagrees with the text and the enum of the server', async () => {
    const idol = HEATER_IDOL.replace(
      '"read": (',
      '"early": (reply: Simple("()"), idempotent: true),\n        "read": (',
    );
    const found = await disagreements(heaterTree({ idol }));
    expect(found.filter((each) => each.startsWith('operation number'))).toEqual([
      'operation number of Heater.early: 2, not no such operation',
      'operation number of Heater.read: 3, not 2',
      'operation number of Heater.history: 4, not 3',
      'operation number of Heater.describe: 5, not 4',
    ]);
    expect(found).toContain(
      'declaration of Heater.read: 3: () -> Reading, CLike(HeaterError) Zerocopy idempotent, not 2: () -> Reading, CLike(HeaterError) Zerocopy idempotent',
    );
  });

  test('an interface that the tree lacks is not verified, and says so', async () => {
    const { 'idl/lamp.idol': _, ...tree } = heaterTree();
    const { code, stdout } = await verify(tree);
    expect(code).toBe(1);
    expect(stdout).toContain('not verified: `Lamp` of task `heater`\n  The tree has no interface `Lamp`.');
  });

  test('JUnit has a case for each fact', async () => {
    const { stdout } = await verify(heaterTree(), '--format', 'junit');
    expect(stdout).toContain('<testsuite name="idl/heater.idol" tests="43" failures="0" skipped="2">');
    expect(stdout).toContain('<testcase classname="idl/heater.idol" name="size of heater_api::Limit"/>');
  });

  test.each([
    ['another tree', 'idl/2.0.0', archiveFile, /nothing could be verified/],
    ['no such file', '.', () => 'none.zip', /there is no file/],
    ['a file that is no firmware', '.', () => 'package.json', /neither a build archive \(a zip\) nor an ELF file/],
  ])('%s ends the run', async (_, tree, file, message) => {
    const { code, stderr } = await capture(['verify', file(), '--tree', tree]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});
