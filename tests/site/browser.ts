import bundled from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

/** The browser that npm installs with this project: no download, and no address but those of this machine. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await bundled.executablePath(),
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
