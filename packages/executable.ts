/**
 * `npm run executable -- [folder]`: makes the program as one file that runs without Node, for the system that this runs on, and its
 * checksum beside it (default folder: `dist`). It has every command; `build`, `dev` and `serve` look for the site's package as usual.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { bundle, fileHash } from './bundle.ts';
import { licenseTexts } from './licenses.ts';
import { topManifest } from './manifest.ts';

const SYSTEMS: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'macos', win32: 'windows' };

const out = resolve(process.argv[2] ?? 'dist');
const suffix = process.platform === 'win32' ? '.exe' : '';
const name = `idol-registry-${SYSTEMS[process.platform] ?? process.platform}-${process.arch}${suffix}`;
const scratch = mkdtempSync(join(tmpdir(), 'idol-registry-executable-'));
try {
  mkdirSync(out, { recursive: true });
  const { packages } = await bundle({
    entries: { main: 'src/cli/main.ts' },
    folder: scratch,
    manifest: topManifest(),
    single: true,
  });
  const config = join(scratch, 'config.json');
  writeFileSync(
    config,
    JSON.stringify({
      main: join(scratch, 'main.cjs'),
      output: join(out, name),
      disableExperimentalSEAWarning: true,
      useCodeCache: true,
    }),
  );
  execFileSync(process.execPath, ['--build-sea', config], { stdio: ['ignore', 'ignore', 'inherit'] });
  // Without a signature, of whomever, macOS starts no program.
  if (process.platform === 'darwin') execFileSync('codesign', ['--sign', '-', join(out, name)]);
  writeFileSync(join(out, `${name}.sha256`), `${fileHash(join(out, name))}  ${name}\n`);
  writeFileSync(join(out, `${name}.licenses.md`), licenseTexts(packages));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
