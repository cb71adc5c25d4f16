import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { FirmwareTypes, readFirmware } from '../../src/firmware/index.ts';
import { parseInterface } from '../../src/idol/index.ts';
import { Kernel, serve, serverOf } from '../../src/runtime/index.ts';
import { Source } from '../../src/text/index.ts';
import { capture } from '../cli/capture.ts';
import { DeviceDouble } from '../device/double.ts';
import { hasCargo } from '../rust/cargo.ts';
import { scratchFolder, write } from '../tree/scratch.ts';
import { HEATER_API, HEATER_IDOL, HEATER_IMAGE_ID, heaterArchive, heaterTree } from './heater.ts';
import { dumpOf } from './zip.ts';

describe.runIf(hasCargo())('firmware in the place of a tree', () => {
  const build = heaterArchive();
  const newerApi = HEATER_API.replace('pub degrees: i32', 'pub degrees: i16').replace('NoSensor = 7', 'NoSensor = 6');
  const newer = heaterArchive({ api: newerApi });

  function fileOf(bytes: Uint8Array, name = 'build.zip'): string {
    const path = join(scratchFolder(), name);
    writeFileSync(path, bytes);
    return path;
  }

  function treeOf(files: Record<string, string>): string {
    const root = scratchFolder();
    write(root, files);
    return root;
  }

  test('check reads the interfaces, and asks for nothing that a build does not keep', async () => {
    const { code, stdout } = await capture(['check', fileOf(build)]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/2 interface files, 5 operations: 0 errors, 0 warnings/);
    expect(stdout).not.toContain('error-without-server-death');
  });

  test.each([
    ['an archive', build, 'build.zip'],
    ['a dump', dumpOf(build), 'hubris.core.0'],
  ])('layout, encode and decode take %s', async (_, bytes, name) => {
    const tree = ['--tree', fileOf(bytes, name)];
    const { stdout } = await capture(['layout', 'Heater.set_mode', ...tree]);
    expect(stdout).toContain('message: 6 bytes of 256');
    expect(stdout).toContain('7  NoSensor');
    const message = '{"mode": "Low", "limit": {"kind": 1, "degrees": -2}}';
    expect(await capture(['encode', 'Heater.set_mode', message, ...tree])).toMatchObject({ stdout: '0301feffffff\n' });
    const wanted = await capture(['decode', 'Heater.describe', '010500', '--json', ...tree]);
    expect(wanted.stdout).toContain('{"wanted":{"Degrees":5}}');
    expect(wanted.stderr).toBe('note: types without serde attributes are assumed: a firmware does not hold these\n');
  });

  test('stubs are made of the interface that a task carries', async () => {
    const out = join(scratchFolder(), 'stubs');
    const { code } = await capture([
      'stubs',
      'Heater',
      '--tree',
      fileOf(build),
      '--lang',
      'rust',
      '--side',
      'client',
      '--out',
      out,
    ]);
    expect(code).toBe(0);
  });

  test('two archives are compared by what travels', async () => {
    const { code, stdout } = await capture(['diff', fileOf(build, 'a.zip'), fileOf(newer, 'b.zip')]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/NoSensor` 7 -> 6/);
    expect(stdout).toMatch(/`Limit`/);
    expect((await capture(['diff', fileOf(build, 'a.zip'), fileOf(build, 'b.zip')])).code).toBe(0);
  });

  test('a tree is compared with firmware of it, and only serde attributes are not known', async () => {
    const { code, stdout } = await capture(['breaking', treeOf(heaterTree()), '--against', fileOf(build)]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/not covered: 3 types/);
    expect(stdout).toMatch(/2 interfaces compared with build\.zip/);
  });

  test('of two archives every operation whose types serde encodes is unknown, with the reason', async () => {
    const other = heaterArchive({ api: `${HEATER_API}\npub struct Other;` });
    const breaking = await capture(['breaking', fileOf(other, 'b.zip'), '--against', fileOf(build, 'a.zip'), '--json']);
    expect(breaking.code).toBe(0);
    const { counts, interfaces } = JSON.parse(breaking.stdout);
    expect(counts).toMatchObject({ unknown: expect.any(Number) });
    const verdicts = interfaces.flatMap((one: { verdicts: unknown[] }) => one.verdicts);
    expect(verdicts.length).toBeGreaterThan(0);
    for (const each of verdicts) {
      expect(each).toMatchObject({
        verdict: { kind: 'unknown' },
        sentence: expect.stringMatching(
          /^(?:A firmware does not hold the serde attributes of `\w+`, and they may have changed\.(?: |$))+$/,
        ),
      });
    }
    const names = new Set(verdicts.map((one: { operation: { new: { name: string } } }) => one.operation.new.name));
    expect(names).toContain('describe');
    expect(names).not.toContain('set_mode');
    const strict = await capture(['breaking', fileOf(other, 'b.zip'), '--against', fileOf(build, 'a.zip'), '--strict']);
    expect(strict.code).toBe(1);
  });

  test('a release that was published of an archive is still one in a comparison', async () => {
    const registry = join(scratchFolder(), 'registry');
    await capture(['publish', fileOf(build), '--registry', registry, '--release', 'v1', '--no-cache']);
    const same = await capture(['breaking', treeOf(heaterTree()), '--against', registry]);
    const direct = await capture(['breaking', treeOf(heaterTree()), '--against', fileOf(build)]);
    const withoutSummary = (text: string) => text.split('\n').filter((line) => !/compared with/.test(line));
    expect(withoutSummary(same.stdout)).toEqual(withoutSummary(direct.stdout));
    expect(same.stdout).toContain('does not hold the serde attributes');
    const fan = '(name: "Fan", ops: {"on": (reply: Simple("()"), idempotent: true)})';
    const more = await capture(['breaking', treeOf({ ...heaterTree(), 'idl/fan.idol': fan }), '--against', registry]);
    expect(more.stdout).not.toContain('Fan');
    const changed = await capture(['breaking', treeOf(heaterTree({ api: newerApi })), '--against', registry]);
    expect(changed.code).toBe(1);
  });

  test('a tree that changed breaks firmware in the field', async () => {
    const tree = treeOf(heaterTree({ api: newerApi }));
    const { code, stdout } = await capture(['breaking', tree, '--against', fileOf(build)]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/set_mode/);
  });

  test('an interface that the firmware does not have is not missing there', async () => {
    const fan = '(name: "Fan", ops: {"on": (reply: Simple("()"), idempotent: true)})';
    const tree = treeOf({ ...heaterTree(), 'idl/fan.idol': fan });
    const { stdout } = await capture(['breaking', tree, '--against', fileOf(build)]);
    expect(stdout).not.toContain('Fan');
  });

  test('firmware is published with its image id, and found again by it or by its interfaces', async () => {
    const registry = join(scratchFolder(), 'registry');
    const publish = (source: string, release: string, ...options: string[]) =>
      capture(['publish', source, '--registry', registry, '--release', release, '--no-cache', ...options]);
    expect((await publish(treeOf(heaterTree({ api: newerApi })), 'v1')).code).toBe(0);
    const { code, stderr } = await publish(treeOf(heaterTree()), 'v2', '--firmware', fileOf(build));
    expect(code).toBe(0);
    expect(stderr).toContain('42 facts agree, 0 disagree, 4 are not in the firmware');
    const release = JSON.parse(readFileSync(join(registry, 'releases/v2.json'), 'utf8'));
    expect(release.firmware).toMatchObject([
      { name: 'hut', imageId: HEATER_IMAGE_ID, isDirty: true, verified: { agreeing: 42, disagreeing: 0, absent: 4 } },
    ]);
    const identify = (what: string) => capture(['identify', what, '--registry', registry]);
    expect(await identify(HEATER_IMAGE_ID)).toMatchObject({ code: 0, stdout: 'v2\n' });
    expect(await identify('ffffffffffffffff')).toMatchObject({ code: 1 });
    expect((await identify(fileOf(build))).stdout).toContain('is the image of v2');
    const wrong = await publish(treeOf(heaterTree({ api: newerApi })), 'v3', '--firmware', fileOf(build));
    expect(wrong).toMatchObject({ code: 2 });
    expect(wrong.stderr).toContain('is not a build of the release');
    // The newer firmware has the same image id, as this test's kernels all have.
    expect((await publish(fileOf(build), 'v4')).code).toBe(0);
  });

  test('firmware without a known image id is nearest to the release whose interfaces it has', async () => {
    const registry = join(scratchFolder(), 'registry');
    const publish = (source: string, release: string) =>
      capture(['publish', source, '--registry', registry, '--release', release, '--no-cache']);
    await publish(treeOf(heaterTree()), 'v1');
    await publish(treeOf(heaterTree({ api: newerApi })), 'v2');
    const same = await capture(['identify', fileOf(newer), '--registry', registry]);
    expect(same).toMatchObject({ code: 0 });
    expect(same.stdout).toContain('has the interfaces of v2: 2 compared');
    const other = heaterArchive({ api: HEATER_API.replace('TooHot = 1', 'TooHot = 2') });
    const near = await capture(['identify', fileOf(other), '--registry', registry]);
    expect(near).toMatchObject({ code: 1 });
    expect(near.stdout).toMatch(/the nearest is v\d: 2 compared, 1 differ\n {2}Heater: .*TooHot/);
  });

  describe('call', () => {
    async function device(imageId = HEATER_IMAGE_ID) {
      const read = readFirmware(build, 'build.zip');
      if (!read.ok) throw new Error(read.problem);
      const task = read.value.tasks[1];
      const source = parseInterface(new Source('idl/heater.idol', HEATER_IDOL)).value;
      if (!task || !source) throw new Error('no heater');
      const schema = new FirmwareTypes(read.value, 'derived').schemaOf(source, [task]);
      const kernel = new Kernel();
      const supervisor = kernel.spawn('supervisor');
      const heater = kernel.spawn(
        'heater',
        serve(() =>
          serverOf(schema, {
            set_mode: (_: unknown, mode: unknown) => (mode === 'Low' ? { Ok: null } : { Err: 'TooHot' }),
            read: () => ({ Ok: { at: 5n, degrees: [1, 2, 3], spare: 0 } }),
            history: () => ({ Ok: 0 }),
            describe: (_: unknown, wanted: unknown) => ({ Ok: wanted }),
          }),
        ),
      );
      const double = new DeviceDouble(imageId, kernel.spawn('udprpc'), [supervisor, heater]);
      const { host, port } = await double.listen();
      onTestFinished(() => double.close());
      return `${host}:${port}`;
    }

    const call = async (address: string, ...words: string[]) =>
      // Long enough for any machine: an answer that comes ends the wait.
      capture(['call', ...words, '--device', address, '--timeout', '600000', '--quiet']);

    test('types, task and image id come from the archive', async () => {
      const address = await device();
      const tree = ['--tree', fileOf(build)];
      expect(await call(address, 'Heater.read', ...tree)).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('"degrees"'),
      });
      const low = '{"mode": "Low", "limit": {"kind": 1, "degrees": -2}}';
      expect(await call(address, 'Heater.set_mode', low, ...tree)).toMatchObject({ code: 0 });
      const high = '{"mode": "High", "limit": {"kind": 1, "degrees": -2}}';
      const refused = await call(address, 'Heater.set_mode', high, ...tree);
      expect(refused).toMatchObject({ code: 1 });
      expect(refused.stdout).toContain('TooHot');
    });

    test('types come from a tree, the image id from the command line', async () => {
      const address = await device();
      const options = ['--tree', treeOf(heaterTree()), '--image', 'hut', '--image-id', HEATER_IMAGE_ID];
      const { code, stdout } = await call(address, 'Heater.describe', '{"wanted": {"Degrees": 4}}', ...options);
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toEqual({ Degrees: 4 });
    });

    test('types come from a release of a registry, with the image id of its firmware', async () => {
      const registry = join(scratchFolder(), 'registry');
      const publish = (source: string, release: string) =>
        capture(['publish', source, '--registry', registry, '--release', release, '--no-cache']);
      await publish(fileOf(build), 'v7');
      await publish(fileOf(newer), 'v8');
      const address = await device();
      const { code, stdout } = await call(address, 'Heater.read', '--tree', `${registry}#v7`, '--task', '1');
      expect({ code, degrees: JSON.parse(stdout).degrees }).toEqual({ code: 0, degrees: [1, 2, 3] });
      const limit = '{"mode": "Low", "limit": {"kind": 1, "degrees": -2}}';
      const encoded = (release: string) =>
        capture(['encode', 'Heater.set_mode', limit, '--tree', `${registry}#${release}`]);
      expect(await encoded('v7')).toMatchObject({ code: 0, stdout: '0301feffffff\n' });
      expect((await encoded('v8')).stdout).not.toBe('0301feffffff\n');
      const decoded = await capture(['decode', 'Heater.describe', '010500', '--json', '--tree', registry]);
      expect(decoded.stdout).toContain('{"wanted":{"Degrees":5}}');
      expect(decoded.stderr).toContain('types without serde attributes are assumed');
      const noTask = await call(address, 'Heater.read', '--tree', `${registry}#v7`);
      expect(noTask).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('does not have the number of the task'),
      });
    });

    test('a device with another image names it, and its release when a registry knows it', async () => {
      const registry = join(scratchFolder(), 'registry');
      await capture(['publish', fileOf(build), '--registry', registry, '--release', 'v7', '--no-cache']);
      const address = await device();
      const options = ['--tree', fileOf(build), '--image-id', 'ffffffffffffffff', '--registry', registry];
      const { code, stderr } = await call(address, 'Heater.read', ...options);
      expect(code).toBe(2);
      expect(stderr).toContain(
        `the device runs image ${HEATER_IMAGE_ID}, not ffffffffffffffff: that of release \`v7\``,
      );
    });

    test.each([
      [['Heater.history', '{"newest": true}'], /takes leases/],
      [['Heater.read', '--task', 'idle2'], /no task `idle2`/],
      [['Heater.read', '--image', 'hat'], /no image is called `hat`/],
      [['Heater.set_mode', '{"mode": "Low"}'], /`limit` is missing/],
      [['Heater.set_mode', '{'], /the value is/],
    ])('%j is refused before anything is sent', async (words, message) => {
      const { code, stderr } = await capture(['call', ...words, '--device', '127.0.0.1:1', '--tree', fileOf(build)]);
      expect(code).toBe(2);
      expect(stderr).toMatch(message);
    });
  });
});
