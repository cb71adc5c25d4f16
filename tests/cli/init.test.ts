import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { CONFIG_FILE, readConfig } from '../../src/registry/index.ts';
import { Source } from '../../src/text/index.ts';
import { scratchFolder, write } from '../tree/scratch.ts';
import { capture } from './capture.ts';

const WORKFLOW = '.github/workflows/idol-registry.yml';
const WorkflowSchema = z.object({
  jobs: z.record(z.string(), z.object({ steps: z.array(z.object({ run: z.string().optional() })) })),
});

/** The scripts of a workflow, which bash accepts, with the command lines of this program in them. */
function scriptsOf(text: string): string[] {
  const { jobs } = WorkflowSchema.parse(parse(text));
  const scripts = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
  for (const script of scripts) {
    expect(spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  }
  return scripts;
}

test('init writes a configuration that is right, and workflows whose commands exist', async () => {
  const folder = scratchFolder();
  cpSync('idl/2.0.0', folder, { recursive: true });
  rmSync(join(folder, CONFIG_FILE), { force: true });
  expect((await capture(['init', folder, '--mode', 'backward', '--pages'])).code).toBe(0);
  const { value, diagnostics } = readConfig(new Source(CONFIG_FILE, readFileSync(join(folder, CONFIG_FILE), 'utf8')));
  expect({ diagnostics, mode: value.breaking.mode }).toEqual({ diagnostics: [], mode: 'backward' });
  const checks = scriptsOf(readFileSync(join(folder, WORKFLOW), 'utf8'));
  const pages = scriptsOf(readFileSync(join(folder, '.github/workflows/idol-registry-pages.yml'), 'utf8'));
  const commands = [...checks, ...pages].map((script) => /npx --yes @?idol-registry\S* (\w+)/.exec(script)?.[1]);
  expect(commands).toEqual(['check', 'breaking', 'build']);
});

test('a tree without errors has no finding under what init writes, and --all keeps its findings', async () => {
  const folder = scratchFolder();
  cpSync('idl/2.0.0', folder, { recursive: true });
  rmSync(join(folder, CONFIG_FILE), { force: true });
  const findings = async () => JSON.parse((await capture(['check', folder, '--json'])).stdout).diagnostics.length;
  const before = await findings();
  expect(before).toBeGreaterThan(0);
  await capture(['init', folder]);
  expect(await findings()).toBe(0);
  await capture(['init', folder, '--force', '--all']);
  expect(await findings()).toBe(before);
});

test('init replaces nothing, unless it is told to', async () => {
  const folder = scratchFolder();
  write(folder, { [CONFIG_FILE]: '{"title": "Mine"}' });
  const kept = await capture(['init', folder]);
  expect(kept.stdout).toContain(`kept ${CONFIG_FILE}`);
  expect(kept.stdout).toContain(`wrote ${WORKFLOW}`);
  expect(readFileSync(join(folder, CONFIG_FILE), 'utf8')).toBe('{"title": "Mine"}');
  await capture(['init', folder, '--force']);
  expect(readFileSync(join(folder, CONFIG_FILE), 'utf8')).toContain('"breaking"');
  expect((await capture(['init', join(folder, 'nowhere')])).code).toBe(2);
});

test('init suggests message contracts in a comment, which is a configuration without its slashes', async () => {
  const folder = scratchFolder();
  const asks = (name: string) => `pub mod ${name} { #[derive(SerializedSize)] pub struct Ask(u8); }`;
  write(folder, {
    'Cargo.toml': '[workspace]\nmembers = ["lib/*"]\n',
    'lib/agent/Cargo.toml': '[package]\nname = "agent"\n\n[dependencies]\nhubpack = "0.1"\n',
    'lib/agent/src/lib.rs': `${asks('tcp')}\n${asks('udp')}\n`,
  });
  const { stdout } = await capture(['init', folder]);
  expect(stdout).toContain('suggested message contracts');
  const path = join(folder, CONFIG_FILE);
  const written = readFileSync(path, 'utf8');
  const uncommented = written.replace(/^ {2}\/\/ (?!"idol|Code)/gm, '  ');
  const { value, diagnostics } = readConfig(new Source(CONFIG_FILE, uncommented));
  expect(diagnostics).toEqual([]);
  const types = Object.values(value.messages.agent?.directions ?? {}).map(({ type }) => type);
  expect(types).toEqual(['agent::tcp::Ask', 'agent::udp::Ask']);
  write(folder, { [CONFIG_FILE]: uncommented });
  expect((await capture(['init', folder])).stdout).not.toContain('agent::');
  write(folder, { [CONFIG_FILE]: '{}' });
  expect((await capture(['init', folder])).stdout).toContain('"type": "agent::udp::Ask"');
});
