import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildSite, serveFolder } from '../../src/site/index.ts';
import { launchBrowser } from './browser.ts';
import { fixtureRegistry } from './fixture.ts';
import { accessibilityProblems, deadLinks, newPage, pagesOf, readPage, type Visited, watch } from './visit.ts';

const scratch = mkdtempSync(join(tmpdir(), 'idol-registry-site-'));
const folder = join(scratch, 'site');
let browser: Browser;
let server: Awaited<ReturnType<typeof serveFolder>>;

beforeAll(async () => {
  await buildSite(fixtureRegistry(), { out: folder, base: '/' });
  server = await serveFolder(folder, { base: '/', port: 0 });
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(scratch, { recursive: true, force: true });
});

test('no HTML, script or address of the tree does anything on any page', async () => {
  const page = await newPage(browser);
  const troubles = watch(page, server.address);
  const visited = new Map<string, Visited>();
  for (const path of pagesOf(folder)) {
    await page.goto(server.address + path);
    visited.set(path, await readPage(page));
    const strange = await page.evaluate(() => ({
      images: document.querySelectorAll('img').length,
      handlers: [...document.querySelectorAll('*')].filter((element) =>
        element.getAttributeNames().some((name) => name.startsWith('on')),
      ).length,
      scripts: [...document.scripts].filter((script) => script.textContent?.includes('alert')).length,
    }));
    expect(strange, path).toEqual({ images: 0, handlers: 0, scripts: 0 });
  }
  expect(troubles).toEqual([]);
  const isFile = (path: string) => statSync(join(folder, path), { throwIfNoEntry: false })?.isFile() === true;
  expect(deadLinks(visited, server.address, isFile)).toEqual([]);
  const ofTree = [...visited].filter(([path]) => !/^(?:checks|guide)\//.test(path)).flatMap(([, { links }]) => links);
  const foreign = ofTree.filter((link) => !link.startsWith(server.address));
  const repository = fixtureRegistry().sourceUrl ?? '';
  const others = foreign.filter((link) => !link.startsWith(`${repository}/`));
  expect(new Set(others)).toEqual(new Set(['https://evil.example/p.png', 'https://good.example/?a=1&b=2']));
  expect(foreign).toContain(`${repository}/idl/fan.idol#L5`);
  expect(foreign).toContain(`${repository}/idl/notes.md`);
  expect(foreign.filter((link) => link.includes('passwd'))).toEqual([]);
});

test('hostile text is shown as it was written', async () => {
  const page = await newPage(browser);
  await page.goto(`${server.address}interfaces/fan/`);
  const text = await page.locator('main').textContent();
  for (const part of ['<script>alert(1)</script>', '<img src=x onerror=alert(2)>', '{1 + 1}', 'javascript:alert(3)']) {
    expect(text).toContain(part);
  }
});

test('a broken file shows its findings, with the line and carets below the mark', async () => {
  const page = await newPage(browser);
  await page.goto(`${server.address}interfaces/broken/`);
  expect(await page.locator('.diagnostic').count()).toBe(fixtureRegistry().interfaces[1]?.diagnostics.length);
  const frame = (await page.locator('.diagnostic.error pre').first().textContent()) ?? '';
  const [line = '', carets = ''] = frame.split('\n');
  expect(line).toContain('│');
  expect(carets).toMatch(/│ +\^+/);
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('a search for hostile names shows them as text', async () => {
  const page = await newPage(browser);
  const troubles = watch(page, server.address);
  await page.goto(server.address);
  await page.keyboard.press('/');
  await page.keyboard.type('fan');
  await page.locator('[role=option]').first().waitFor();
  expect(await page.locator('dialog.search img, dialog.search script').count()).toBe(0);
  expect(troubles).toEqual([]);
});

test('an interface without a client stub says why, on its page and among the downloads', async () => {
  const page = await newPage(browser);
  for (const path of ['interfaces/peek/', 'downloads/']) {
    await page.goto(server.address + path);
    const reason = page.locator('.absences li', { hasText: 'No Rust client' });
    expect(await reason.textContent()).toContain('read replies Simple but is not idempotent, and 1 more like it.');
    expect(await reason.locator('a').getAttribute('href')).toBe('/checks/simple-reply-not-idempotent/');
  }
  expect(await page.locator('.absences li', { hasText: 'TypeScript without trace' }).textContent()).toContain(
    'No Missing is in scope.',
  );
  expect(await page.locator('a[download][href$="/peek/client_stub.rs"]').count()).toBe(0);
  expect(await page.locator('a[download][href$="/peek/server_stub.rs"]').count()).toBe(1);
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('the call from a debugger names a task where several serve the interface', async () => {
  const page = await newPage(browser);
  await page.goto(`${server.address}interfaces/peek/read/`);
  expect(await page.locator('main').textContent()).toContain('humility hiffy -c Peek.read -t peek_left');
  const first = await page.goto(`${server.address}interfaces/fan/`).then(() => page.locator('.card h2 a').first());
  await first.click();
  expect(await page.locator('main').textContent()).toContain('humility hiffy -c');
  expect(await page.locator('main').textContent()).not.toContain(' -t ');
});

test('a script that got into a page does not run', async () => {
  const page = await newPage(browser);
  await page.goto(`${server.address}interfaces/fan/`);
  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'globalThis.ran = true';
    document.body.append(script);
    return (globalThis as { ran?: boolean }).ran;
  });
  expect(ran).toBeUndefined();
});
