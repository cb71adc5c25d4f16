import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import bundled from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

/** The browser that npm installs with this project: no download, and no address but those of this machine. */
export async function launchBrowser(): Promise<Browser> {
  const folder = await unpackedBrowser();
  return chromium.launch({
    executablePath: join(folder, 'chromium'),
    timeout: 0,
    // The machine's fonts and its own: some machines have none, and then nothing has a size.
    env: { ...definedEnvironment(), FONTCONFIG_PATH: join(folder, 'fonts') },
    // Its own list of arguments puts everything into one process, which dies with the first context that is closed.
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-domain-reliability',
      '--no-first-run',
    ],
  });
}

/**
 * The package has its browser compressed and unpacks it where `os.tmpdir()` says, whatever is there. Test files run side by side, and
 * a run may be killed: so each unpacks into a folder of its own, and the first complete one gets the name that all use.
 */
async function unpackedBrowser(): Promise<string> {
  const folder = join(tmpdir(), `idol-registry-chromium-${packageVersion()}`);
  if (existsSync(folder)) return folder;
  const scratch = mkdtempSync(`${folder}-`);
  const before = process.env.TMPDIR;
  process.env.TMPDIR = scratch;
  try {
    await bundled.executablePath();
    writeFileSync(join(scratch, 'fonts/fonts.conf'), fontConfiguration(folder));
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
  try {
    renameSync(scratch, folder);
  } catch {
    rmSync(scratch, { recursive: true, force: true });
  }
  return folder;
}

/** The package's own names folders of the service that it is made for. */
function fontConfiguration(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${folder}/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`;
}

function packageVersion(): string {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  return JSON.parse(readFileSync(join(dirname(entry), '../package.json'), 'utf8')).version;
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
