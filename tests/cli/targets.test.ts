import { describe, expect, test } from 'vitest';
import { capture } from './capture.ts';
import { API, ARM, RISCV, treeOf } from './target-tree.ts';

describe('an interface that images build for two targets', () => {
  const both = () => treeOf({ arm: ARM, arm2: 'thumbv6m-none-eabi', riscv: RISCV });

  test('has two layouts side by side where they differ, and one where they do not', async () => {
    const { code, stdout } = await capture(['layout', 'Fan', '--tree', both()]);
    expect(code).toBe(0);
    const [state = '', speed = ''] = stdout.split('Fan.speed');
    expect(state).toContain(`On ${RISCV}:`);
    expect(state).toContain(`On thumbv6m-none-eabi, ${ARM}:`);
    expect(state).toContain('reply: 2 bytes of 256');
    expect(state).toContain('reply: 8 bytes of 256');
    expect(speed).not.toContain('On ');
    expect(speed.match(/reply:/g)).toHaveLength(1);
  });

  test('as JSON, each layout with its targets', async () => {
    const { stdout } = await capture(['layout', 'Fan.state', '--json', '--tree', both()]);
    const { layouts } = JSON.parse(stdout);
    expect(
      layouts.map((layout: { targets: string[]; operations: { reply: { size: unknown } }[] }) => [
        layout.targets,
        layout.operations[0]?.reply.size,
      ]),
    ).toEqual([
      [[RISCV], { min: 8, max: 8 }],
      [['thumbv6m-none-eabi', ARM], { min: 2, max: 2 }],
    ]);
  });

  test('bytes need to be told the image', async () => {
    const reply = ['--reply', 'Fan.state', '{"level":1,"mode":"On"}', '--tree', both()];
    const open = await capture(['encode', ...reply]);
    expect(open.code).toBe(2);
    expect(open.stderr).toContain(
      `images build \`idl/fan.idol\` for \`${RISCV}\` and \`thumbv6m-none-eabi\` and \`${ARM}\``,
    );
    expect(open.stderr).toContain('name one with `--when`: arm, arm2, riscv');
    expect(await capture(['encode', '--when', 'arm', ...reply])).toMatchObject({ code: 0, stdout: '0 0101\n' });
    expect(await capture(['encode', '--when', 'riscv', ...reply])).toMatchObject({
      code: 0,
      stdout: '0 0100000001000000\n',
    });
  });

  test('TypeScript stubs need to be told the image', async () => {
    const stubs = ['stubs', 'Fan', '--lang', 'typescript', '--tree', both()];
    expect(await capture(stubs)).toMatchObject({ code: 2 });
    const riscv = await capture([...stubs, '--image', 'riscv']);
    expect(riscv.stdout).toContain('replySize: 8,');
    expect((await capture([...stubs, '--image', 'arm'])).stdout).toContain('replySize: 2,');
  });
});

test('an array length that differs between the targets is unresolved, with the reason', async () => {
  const folder = treeOf(
    { arm: ARM, riscv: RISCV },
    {
      'drv/api/src/lib.rs': API.replace('pub level: u8', 'pub level: [u8; core::mem::size_of::<Mode>()]'),
    },
  );
  const { stdout } = await capture(['layout', 'Fan.state', '--tree', folder]);
  expect(stdout).toContain('The size of a type is not the same on all targets of the tree.');
});

test('what no image builds is laid out for the target that the configuration names', async () => {
  const config = JSON.stringify({ target: RISCV });
  const none = treeOf({}, { 'idol-registry.config.json': config });
  expect((await capture(['layout', 'Fan.state', '--tree', none])).stdout).toContain('reply: 8 bytes of 256');
  const arm = treeOf({ arm: ARM }, { 'idol-registry.config.json': config });
  expect((await capture(['layout', 'Fan.state', '--tree', arm])).stdout).toContain('reply: 2 bytes of 256');
});

describe('a field under `cfg(target_arch)`', () => {
  const only = { 'drv/api/src/lib.rs': API.replace('pub level: u8', '#[cfg(target_arch = "arm")] pub level: u8') };
  const sizes = async (folder: string, ...args: string[]) =>
    (await capture(['layout', 'Fan.state', '--tree', folder, ...args])).stdout;

  test('is there in a tree for Arm, and absent in one for RISC-V', async () => {
    expect(await sizes(treeOf({ arm: ARM }, only))).toContain('reply: 2 bytes of 256');
    expect(await sizes(treeOf({ riscv: RISCV }, only))).toContain('reply: 4 bytes of 256');
  });

  test('is there by image in a tree for both', async () => {
    const both = treeOf({ arm: ARM, riscv: RISCV }, only);
    const reply = (value: string, image: string) =>
      capture(['encode', '--reply', 'Fan.state', value, '--tree', both, '--when', image]);
    expect(await reply('{"level":1,"mode":"On"}', 'arm')).toMatchObject({ code: 0, stdout: '0 0101\n' });
    expect(await reply('{"mode":"On"}', 'riscv')).toMatchObject({ code: 0, stdout: '0 01000000\n' });
  });

  test('is compared where images have it', async () => {
    const both = (files: Record<string, string>) => treeOf({ arm: ARM, riscv: RISCV }, files);
    const args = ['--format', 'json', '--against', both(only)];
    const { stdout } = await capture(['breaking', both({}), ...args]);
    const { interfaces } = JSON.parse(stdout);
    const verdicts = interfaces[0].verdicts.map(
      (one: { direction: string; configurations: string[]; verdict: { kind: string } }) =>
        `${one.direction}: ${one.verdict.kind} ${one.configurations.join('; ')}`,
    );
    expect(verdicts).toEqual([
      'old-client: fault in image `riscv`, for target `riscv32imc-unknown-none-elf`',
      'old-client: ok in image `arm`, for target `thumbv7em-none-eabihf`',
      'new-client: silent in image `riscv`, for target `riscv32imc-unknown-none-elf`',
      'new-client: ok in image `arm`, for target `thumbv7em-none-eabihf`',
    ]);
  });
});
