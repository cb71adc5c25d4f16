/** Writes `content/operation-page.png`, the picture in README.md, from a built site of the example: `npm run build && npm run picture`. */
import process from 'node:process';
import { serveFolder } from '../../src/site/index.ts';
import { launchBrowser } from './browser.ts';

const [site = '_site'] = process.argv.slice(2);
const server = await serveFolder(site, { base: '/', port: 0 });
const browser = await launchBrowser();
const page = await browser.newPage({ viewport: { width: 1240, height: 1060 }, colorScheme: 'light' });
await page.goto(new URL('interfaces/power/reserve/', server.address).href);
await page.screenshot({ path: 'content/operation-page.png' });
await browser.close();
await server.stop();
