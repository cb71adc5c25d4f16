import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Engine } from '../../src/engine/index.ts';
import { DiskStore, DOWNLOADS, sha256 } from '../../src/registry/index.ts';
import { buildSite, serveFolder } from '../../src/site/index.ts';
import { searcherOf } from '../../src/site/search/search.ts';
import { entriesOf, historyEntriesOf } from '../../src/site/search/search-index.ts';
import { launchBrowser } from './browser.ts';
import { exampleRegistry, publishExample } from './example.ts';
import { QUERIES } from './search-queries.ts';
import {
  accessibilityProblems,
  contentsOf,
  deadLinks,
  newPage,
  pagesOf,
  readPage,
  settle,
  type Visited,
  watch,
} from './visit.ts';

const BASE = '/weather/';
const registry = exampleRegistry();
const scratch = mkdtempSync(join(tmpdir(), 'idol-registry-site-'));
const folder = join(scratch, 'site');
const published = { identity: 'example', write: publishExample };
let browser: Browser;
let server: Awaited<ReturnType<typeof serveFolder>>;
let pages: string[];

beforeAll(async () => {
  await buildSite(registry, { out: folder, base: BASE, published });
  server = await serveFolder(folder, { base: BASE, port: 0 });
  browser = await launchBrowser();
  pages = pagesOf(folder);
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(scratch, { recursive: true, force: true });
});

const OPERATION_PAGE = /^interfaces\/[^/]+\/(?!source|history|diff|v\d)[^/]+\/$/;

const WIDTHS = [320, 390, 1280, 1920];

/** In pixels, at a width of 1,280: what nobody reads to the end is no page. */
function heightLimit(path: string): number | undefined {
  if (/^interfaces\/[^/]+\/$/.test(path)) return 14_000;
  if (/^interfaces\/[^/]+\/diff\/.+/.test(path) || /^releases\/.+/.test(path)) return 4_000;
  return OPERATION_PAGE.test(path) ? 6_000 : undefined;
}

/** One page of each kind, the first that there is. */
function kinds(): string[] {
  const patterns = [
    /^$/,
    /^interfaces\/[^/]+\/$/,
    OPERATION_PAGE,
    /^interfaces\/[^/]+\/source\/$/,
    /^interfaces\/[^/]+\/history\/$/,
    /^interfaces\/[^/]+\/v1\/$/,
    /^interfaces\/[^/]+\/diff\/$/,
    /^interfaces\/[^/]+\/diff\/.+\/$/,
    /^releases\/$/,
    /^compatibility\/$/,
    /^compatibility\/.+\/$/,
    /^releases\/2.0.0\/$/,
    /^types\/$/,
    /^types\/.+\/$/,
    /^images\/$/,
    /^images\/.+\/$/,
    /^tasks\/$/,
    /^tasks\/.+\/$/,
    /^checks\/$/,
    /^checks\/.+\/$/,
    /^guide\/$/,
    /^guide\/.+\/$/,
    /^diagnostics\/$/,
    /^downloads\/$/,
    /^errors\/$/,
    /^operations\/$/,
    /^playground\/$/,
    /^decode\/$/,
    /^404\.html$/,
  ];
  return patterns.flatMap((pattern) => pages.filter((path) => pattern.test(path)).slice(0, 1));
}

test('every interface, image, task and check has its page', () => {
  for (const { slug } of registry.interfaces) expect(pages).toContain(`interfaces/${slug}/`);
  expect(pages.filter((path) => /^images\/.+/.test(path))).toHaveLength(registry.images.length);
  expect(pages).toContain('checks/dead-interface/');
  expect(pages).toContain('404.html');
});

test('every page loads without a complaint, fits every screen, and every link and fragment resolves', async () => {
  const page = await newPage(browser);
  const troubles = watch(page, server.address);
  const visited = new Map<string, Visited>();
  for (const path of pages) {
    await page.goto(server.address + path);
    await settle(page);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      const { excess, height, nodes } = await page.evaluate(() => ({
        excess: document.documentElement.scrollWidth - innerWidth,
        height: document.documentElement.scrollHeight,
        nodes: document.querySelectorAll('*').length,
      }));
      expect(excess, `${path} at ${width} pixels is too wide`).toBeLessThanOrEqual(0);
      expect(nodes, path).toBeLessThanOrEqual(5000);
      const limit = width === 1280 ? heightLimit(path) : undefined;
      if (limit !== undefined) expect(height, `height of ${path}`).toBeLessThanOrEqual(limit);
    }
    const found = await readPage(page);
    visited.set(path, found);
    expect(new Set(found.ids).size, `ids of ${path} are unique`).toBe(found.ids.length);
    expect(found.title).not.toBe('');
  }
  expect(troubles).toEqual([]);
  const isFile = (path: string) => statSync(join(folder, path), { throwIfNoEntry: false })?.isFile() === true;
  expect(deadLinks(visited, server.address, isFile)).toEqual([]);
  expect([...visited.values()].reduce((sum, { links }) => sum + links.length, 0)).toBeGreaterThan(500);
});

test('every page has a Markdown twin', () => {
  for (const path of pages.filter((one) => one !== '404.html')) {
    const html = readFileSync(join(folder, path.endsWith('.html') ? path : `${path}index.html`), 'utf8');
    const [, address = ''] = /<link rel="alternate" type="text\/markdown" href="([^"]+)"/.exec(html) ?? [];
    expect(address, path).toMatch(/\.md$/);
    const text = readFileSync(join(folder, decodeURIComponent(address.slice(BASE.length))), 'utf8');
    expect(text, path).toMatch(/^#+ /);
  }
  const list = readFileSync(join(folder, 'llms.txt'), 'utf8');
  for (const [, address = ''] of list.matchAll(/\]\(([^)]+)\)/g))
    expect(existsSync(join(folder, address.slice(BASE.length))), address).toBe(true);
});

test('a permalink brings its operation to the top', async () => {
  const entry = registry.interfaces.find(({ operations }) => operations.length > 3);
  const operation = entry?.operations[2];
  const page = await newPage(browser);
  await page.goto(`${server.address}interfaces/${entry?.slug}/#op-${operation?.name}`);
  const top = await page.locator(`#op-${operation?.name}`).evaluate((element) => element.getBoundingClientRect().top);
  expect(top).toBeGreaterThanOrEqual(0);
  expect(top).toBeLessThan(160);
});

test('axe finds nothing on any kind of page, at any width, in either theme', async () => {
  const page = await newPage(browser);
  for (const path of kinds()) {
    await page.goto(server.address + path);
    await settle(page);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await accessibilityProblems(page), `${path} at ${width} pixels, ${colorScheme}`).toEqual([]);
      }
    }
  }
});

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  test('every code token has a contrast of at least 4.5 to 1', async () => {
    const page = await newPage(browser, { theme });
    await page.goto(server.address);
    const ratios = await page.evaluate(() => {
      const pre = document.createElement('pre');
      pre.className = 'code';
      document.body.append(pre);
      const background = luminance(getComputedStyle(pre).backgroundColor);
      return ['', 'tc', 'ts', 'tn', 'tk', 'tt', 'tf', 'tp', 'gutter', 'caret'].map((className) => {
        const span = document.createElement('span');
        span.className = className;
        pre.append(span);
        const [a, b] = [luminance(getComputedStyle(span).color), background].sort((x, y) => y - x) as [number, number];
        return { className, ratio: (a + 0.05) / (b + 0.05) };
      });

      function luminance(colour: string): number {
        const channels = (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map((text) => Number(text) / 255);
        const [r, g, b] = channels.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)) as [
          number,
          number,
          number,
        ];
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      }
    });
    for (const { className, ratio } of ratios) expect(ratio, className).toBeGreaterThanOrEqual(4.5);
  });

  test('the open search dialog has no accessibility problem', async () => {
    const page = await newPage(browser, { theme });
    await page.goto(server.address);
    await page.keyboard.press('/');
    await page.keyboard.type('sen');
    await page.locator('[role=option]').first().waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
  });
});

test('the theme button goes round, and its choice stays', async () => {
  const page = await newPage(browser, { theme: 'light' });
  await page.goto(server.address);
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await background();
  const button = page.locator('[data-theme-button]');
  await button.click();
  await button.click();
  expect(await button.getAttribute('aria-label')).toBe('Theme: dark');
  const dark = await background();
  expect(dark).not.toBe(light);
  await page.goto(`${server.address}checks/`);
  expect(await background()).toBe(dark);
  await page.locator('[data-theme-button]').click();
  expect(await background()).toBe(light);
});

/** The index, and the program that searches it. */
const SEARCH_FILES = /\/search\.json|\/assets\/search\./;

describe('search', () => {
  const target = registry.interfaces.flatMap((entry) => entry.operations.map((operation) => ({ entry, operation })))[3];
  const operationName = target?.operation.name ?? '';

  test('is not loaded before it is used', async () => {
    const page = await newPage(browser);
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(server.address);
    expect(requests.filter((url) => SEARCH_FILES.test(url))).toEqual([]);
    await page.keyboard.press('/');
    await page.locator('[role=option]').first().waitFor();
    expect(requests.filter((url) => SEARCH_FILES.test(url))).toHaveLength(2);
  });

  test('opens with / and Ctrl-K, closes with Escape, and gives the focus back', async () => {
    const page = await newPage(browser);
    await page.goto(server.address);
    const dialog = page.locator('dialog.search');
    for (const key of ['/', 'Control+k', 'Meta+k']) {
      await page.keyboard.press(key);
      await expect.poll(() => dialog.isVisible()).toBe(true);
      expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('combobox');
      await page.keyboard.press('Escape');
      await expect.poll(() => dialog.isVisible()).toBe(false);
    }
  });

  test('puts an exact name first, then beginnings, and survives a typing mistake', async () => {
    const page = await newPage(browser);
    await page.goto(server.address);
    await page.keyboard.press('/');
    const input = page.locator('dialog.search input');
    const first = page.locator('[role=option] .name').first();
    for (const { name } of registry.interfaces.slice(0, 4)) {
      await input.fill(name.toLowerCase());
      await expect.poll(() => first.textContent()).toBe(name);
      await input.fill(name.slice(0, -2));
      await expect.poll(async () => (await first.textContent())?.startsWith(name.slice(0, -2))).toBe(true);
      await input.fill(name.slice(0, 2) + name.slice(3));
      await expect.poll(() => page.locator('[role=option] .name').allTextContents()).toContain(name);
    }
    await input.fill('zzzzqqqq');
    await expect.poll(() => page.locator('.search-status').textContent()).toBe('Nothing found.');
  });

  test('goes to the chosen result by keyboard alone', async () => {
    const page = await newPage(browser);
    await page.goto(server.address);
    await page.keyboard.press('Control+k');
    await page.keyboard.type(`${target?.entry.name}.${operationName}`);
    await page.locator('[role=option]').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    const active = await page.locator('dialog.search input').getAttribute('aria-activedescendant');
    expect(await page.locator(`#${active}`).getAttribute('aria-selected')).toBe('true');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${server.address}interfaces/${target?.entry.slug}/${operationName}/`);
    expect(await page.locator('dialog.search').isVisible()).toBe(false);
  });
});

test('what readers look for comes first', () => {
  const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const search = searcherOf([...entriesOf(read('search.json')), ...historyEntriesOf(read('search-history.json'))]);
  const places = QUERIES.map(([query, path]) => search(query).findIndex((entry) => entry.path === path));
  const missed = QUERIES.filter((_, index) => places[index] !== 0).map(([query], index) => `${query} (${index})`);
  expect(QUERIES.length).toBeGreaterThanOrEqual(80);
  expect(places.filter((place) => place === 0).length / places.length, missed.join(', ')).toBeGreaterThanOrEqual(0.9);
  expect(places.filter((place) => place >= 0 && place < 3).length / places.length).toBeGreaterThanOrEqual(0.98);
});

test('the home page opens the search', async () => {
  const page = await newPage(browser);
  await page.goto(server.address);
  await page.locator('[data-open-search]').click();
  await expect.poll(() => page.locator('dialog.search').isVisible()).toBe(true);
  await page.keyboard.press('Escape');
});

test('without JavaScript all content is there, and no control that does nothing', async () => {
  const page = await newPage(browser, { javaScript: false });
  await page.goto(server.address);
  for (const { name } of registry.interfaces)
    expect(await page.locator('table.interfaces').textContent()).toContain(name);
  const entry = registry.interfaces[0];
  await page.goto(`${server.address}interfaces/${entry?.slug}/`);
  for (const { name } of entry?.operations ?? []) expect(await page.locator(`#op-${name}`).isVisible()).toBe(true);
  expect(await page.locator('button:visible').count()).toBe(0);
});

test('a restricted operation says who may call it', async () => {
  const image = registry.images.find(({ tasks }) => tasks.some((task) => Object.keys(task.allowedCallers).length > 0));
  const task = image?.tasks.find(({ allowedCallers }) => Object.keys(allowedCallers).length > 0);
  const [operation = '', callers = []] = Object.entries(task?.allowedCallers ?? {})[0] ?? [];
  const page = await newPage(browser);
  await page.goto(`${server.address}interfaces/${task?.serves[0]}/${operation}/`);
  const text = await page.locator('dl.reply').textContent();
  expect(callers.length).toBeGreaterThan(0);
  for (const caller of callers) expect(text).toContain(caller);
});

describe('the playground', () => {
  const type = Object.values(registry.types).find(({ name }) => name === 'AnemometerError');
  const opened = `playground/?open=anemometer&type=${encodeURIComponent(type?.id ?? '')}`;
  const open = async (path: string) => {
    const page = await newPage(browser);
    const troubles = watch(page, server.address);
    await page.goto(server.address + path);
    await page.locator('[data-output] .card').first().waitFor();
    await settle(page);
    return { page, troubles };
  };

  test('opens a type from its page, and a change of it shows what breaks', async () => {
    const first = await newPage(browser);
    await first.goto(`${server.address}types/${type?.id.replaceAll('::', '.')}/`);
    const link = first.getByRole('link', { name: 'Change this type' });
    expect(await link.getAttribute('href')).toBe(BASE + opened);
    const app = await open(opened);
    expect(await app.page.locator('.cm-content').nth(1).textContent()).toContain('pub enum AnemometerError');
    expect(await app.page.locator('[data-compared] .verdict').count()).toBe(0);
    await app.page.locator('.cm-line', { hasText: 'OutOfRange = 4' }).click();
    await app.page.keyboard.press('End');
    await app.page.keyboard.type(' NotReady = 20,');
    await app.page.locator('[data-compared] .change').first().waitFor();
    expect(await app.page.locator('[data-compared]').textContent()).toContain('NotReady');
    expect(app.troubles).toEqual([]);
  });

  test('encodes a call from a form by keyboard, decodes bytes, and lights up what one points at', async () => {
    const { page, troubles } = await open('playground/');
    const speed = page.locator('.arguments input').nth(1);
    await speed.focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('4660');
    const digits = page.locator('.call output .decoded pre').first();
    await expect.poll(() => digits.textContent()).toContain('01 34 12');
    await page.locator('[name=bytes]').fill('02 ff 00 aa');
    await expect.poll(() => page.locator('.call output').textContent()).toContain('The server');
    await page.locator('.decoded tr[data-field="1"]').hover();
    expect(await page.locator('.decoded .ruler .lit').count()).toBe(1);
    expect(await page.locator('.decoded pre .lit').textContent()).toBe('ff 00');
    expect(troubles).toEqual([]);
  });

  test('lays types out for the machine that one chooses, and keeps all of it in the address', async () => {
    const { page } = await open('playground/');
    await page.locator('[name=example]').selectOption({ index: 3 });
    await page.locator('[name=target]').selectOption('riscv32');
    await expect.poll(() => page.locator('[data-output]').textContent()).toContain('Lease out, 8 bytes');
    const again = await newPage(browser);
    await again.goto(page.url());
    await expect.poll(() => again.locator('[data-output]').textContent()).toContain('Lease out, 8 bytes');
  });
});

test('a type and an operation say who carries them, and a variant since when it is there', () => {
  const textOf = (path: string) =>
    readFileSync(join(folder, path, 'index.html'), 'utf8')
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ');
  const type = textOf('types/drv_anemometer_api.AnemometerError/');
  expect(type).toMatch(/MastUnreachable 2\.0\.0/);
  expect(type).toMatch(/Calm 1\.0\.0/);
  expect(type).toMatch(/Who carries this.* Anemometer error: wind , gust .* observer .*stormglass-base .*1\.1\.0/);
  const operation = textOf('interfaces/sensors/temperatures/');
  expect(operation).toMatch(/Who carries this Served by sensors Images stormglass-base .*Releases 2\.0\.0 Playground/);
});

test('a reader walks by keyboard through the release picker and a comparison', async () => {
  const page = await newPage(browser);
  await page.goto(`${server.address}interfaces/sensors/post/`);
  const picker = page.locator('[data-release]');
  await picker.waitFor();
  await picker.focus();
  await picker.selectOption('1.0.0');
  await page.waitForURL(/\/v1\/#op-post$/);
  await page.goto(`${server.address}interfaces/sensors/diff/`);
  await page.locator('[data-diff] .op-diff').first().waitFor();
  await page.locator('select[name=from]').focus();
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('to');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForURL(/from=3&to=2/);
});

test('the home page tells what is new since the release that was chosen anywhere', async () => {
  const page = await newPage(browser);
  await page.goto(server.address);
  await page.locator('select[name=since]').selectOption('1.0.0');
  await page.locator('.news li').first().waitFor();
  expect(await page.locator('.news').textContent()).toContain('RainGauge');
  await page.goto(`${server.address}checks/`);
  await page.goto(server.address);
  await page.locator('.news li').first().waitFor();
  expect(await page.locator('select[name=since]').inputValue()).toBe('1.0.0');
});

/** Operations with bytes in their messages. */
const withMessages = registry.interfaces.flatMap(({ slug, schema, layouts }) =>
  (schema?.operations ?? [])
    .filter((_, position) => layouts[0]?.operations[position]?.message.size?.max)
    .map(({ name }) => ({ path: `interfaces/${slug}/${name}/` })),
);

test('pointing at bytes marks their field, and the other way round', async () => {
  const page = await newPage(browser);
  await page.goto(server.address + withMessages[0]?.path);
  const wire = page
    .locator('.wire')
    .filter({ has: page.locator('.ruler') })
    .first();
  await wire.locator('.c16 [data-field]').first().hover();
  expect(await wire.locator('tr.lit').count()).toBe(1);
  await wire.locator('tbody tr').first().hover();
  expect(await wire.locator('.c16 .lit').count()).toBeGreaterThan(0);
});

test('names in a ruler stay in the picture, and none covers another', async () => {
  const page = await newPage(browser);
  let seen = 0;
  for (const { path } of withMessages) {
    await page.goto(server.address + path);
    for (const [width, columns] of [
      [320, 8],
      [1280, 16],
    ]) {
      await page.setViewportSize({ width: width as number, height: 900 });
      for (const ruler of await page.locator(`.ruler.c${columns}`).evaluateAll(boxesOfNames)) {
        seen += ruler.names.length;
        expect(ruler.outside, `${path} at ${width} pixels`).toEqual([]);
        expect(ruler.covered, `${path} at ${width} pixels`).toEqual([]);
      }
    }
  }
  expect(seen).toBeGreaterThan(100);
});

/** The names of each ruler that is shown, and which of them lie outside it or on another. */
function boxesOfNames(rulers: Element[]): { names: string[]; outside: string[]; covered: string[] }[] {
  return rulers.map((ruler) => {
    const frame = ruler.getBoundingClientRect();
    const boxes = [...ruler.querySelectorAll('.name')].map((name) => ({
      text: name.textContent ?? '',
      box: name.getBoundingClientRect(),
    }));
    const outside = boxes.filter(({ box }) => box.left < frame.left - 1 || box.right > frame.right + 1);
    const covered = boxes.filter(({ box }, index) =>
      boxes
        .slice(index + 1)
        .some(
          ({ box: other }) =>
            Math.min(box.right, other.right) - Math.max(box.left, other.left) > 1 &&
            Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top) > 4,
        ),
    );
    const texts = (list: typeof boxes) => list.map(({ text }) => text);
    return { names: texts(boxes), outside: texts(outside), covered: texts(covered) };
  });
}

test('an interface is an overview: a short card for each operation', async () => {
  const page = await newPage(browser);
  const heights: number[] = [];
  for (const { slug } of registry.interfaces) {
    await page.goto(`${server.address}interfaces/${slug}/`);
    heights.push(...(await page.locator('.card').evaluateAll((all) => all.map((card) => card.clientHeight))));
  }
  expect(heights.length).toBe(registry.interfaces.reduce((sum, { operations }) => sum + operations.length, 0));
  expect(heights.sort((a, b) => a - b)[heights.length >> 1]).toBeLessThanOrEqual(260);
});

test('the source of an interface has a line for each line, with its number', async () => {
  const page = await newPage(browser, { width: 320 });
  const { slug, text } = registry.interfaces[0] ?? { slug: '', text: '' };
  await page.goto(`${server.address}interfaces/${slug}/source/`);
  const lines = page.locator('.numbered .line');
  expect((await lines.allTextContents()).map((line) => line.replace(/\n$/, ''))).toEqual(text.trimEnd().split('\n'));
  const numbers = await lines.evaluateAll((all) =>
    all.map((line) => getComputedStyle(line.querySelector('a') as Element, '::before').content),
  );
  expect(numbers).toEqual(numbers.map((_, index) => `"${index + 1}"`));
  const places = await lines.evaluateAll((all) => all.map((line) => line.getBoundingClientRect()));
  const height = places[0]?.height ?? 0;
  expect(height).toBeGreaterThan(10);
  for (const [index, place] of places.entries()) {
    expect(place.left).toBe(places[0]?.left);
    expect(place.top).toBeCloseTo((places[0]?.top ?? 0) + index * height, 0);
  }
});

test('in print a ruler and its table are there in ink on white, and nothing that only a screen can use', async () => {
  const page = await newPage(browser, { theme: 'dark' });
  await page.goto(server.address + withMessages[0]?.path);
  await page.evaluate(() => {
    document.documentElement.dataset.theme = 'dark';
  });
  await page.emulateMedia({ media: 'print' });
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe(
    'rgb(255, 255, 255)',
  );
  expect(await page.locator('.ruler').first().isVisible()).toBe(true);
  expect(await page.locator('table.fields').first().isVisible()).toBe(true);
  expect(await page.locator('.tools').isVisible()).toBe(false);
});

test('a content page is light', async () => {
  // These run the engine, when they are opened.
  const content = kinds().filter((path) => !/^(?:playground|decode)\/|\/diff\/$|^404/.test(path));
  for (const path of content) {
    const page = await newPage(browser);
    const loaded = new Map<string, number>();
    page.on('response', async (response) => loaded.set(response.url(), gzipSync(await response.body()).length));
    await page.goto(server.address + path, { waitUntil: 'networkidle' });
    const total = (ending: string) =>
      [...loaded].filter(([url]) => url.endsWith(ending)).reduce((sum, [, size]) => sum + size, 0);
    expect(total('.js'), path).toBeGreaterThan(0);
    expect(total('.js'), path).toBeLessThanOrEqual(10_000);
    expect(total('.css'), path).toBeGreaterThan(0);
    expect(total('.css'), path).toBeLessThanOrEqual(16_000);
    await page.context().close();
  }
  for (const path of pages) {
    const file = join(folder, path.endsWith('.html') ? path : `${path}index.html`);
    const limit = OPERATION_PAGE.test(path) ? 20_000 : /^interfaces\/[^/]+\/(?:v\d+\/)?$/.test(path) ? 40_000 : 30_000;
    expect(gzipSync(readFileSync(file)).length, path).toBeLessThanOrEqual(limit);
  }
});

test('downloads have the sums that the page and the list give, and the archive holds each of them', () => {
  const list = readFileSync(join(folder, 'downloads/sha256sums.txt'), 'utf8').trimEnd().split('\n');
  const page = readFileSync(join(folder, 'downloads/index.html'), 'utf8');
  const archive = unzipSync(readFileSync(join(folder, 'downloads/all.zip')));
  expect(list.length).toBe(Object.keys(DOWNLOADS).length * registry.interfaces.length);
  expect(Object.keys(archive)).toHaveLength(list.length + 1);
  expect(
    Buffer.from(archive['sha256sums.txt'] ?? [])
      .toString()
      .trimEnd()
      .split('\n'),
  ).toEqual(list);
  for (const line of list) {
    const [sum = '', path = ''] = line.split('  ');
    const bytes = readFileSync(join(folder, 'downloads', path));
    expect(createHash('sha256').update(bytes).digest('hex'), path).toBe(sum);
    expect(page).toContain(sum);
    expect(Buffer.from(archive[path] ?? []).equals(bytes), path).toBe(true);
  }
});

describe('the offline archive', () => {
  const archive = () => unzipSync(readFileSync(join(folder, 'offline.zip')));

  test('leads from page to page by relative links to what is in it', () => {
    const files = archive();
    const dead: string[] = [];
    for (const [path, bytes] of Object.entries(files).filter(([name]) => name.endsWith('.html'))) {
      const html = Buffer.from(bytes).toString();
      expect(html, path).not.toMatch(new RegExp(` (?:href|src)="${BASE}`));
      for (const [, address = ''] of html.matchAll(/ (?:href|src)="([^"#?]+)[^"]*"/g)) {
        if (/^[a-z]+:/.test(address)) continue;
        const target = posix.join(posix.dirname(path), decodeURIComponent(address));
        if (!files[target]) dead.push(`${path}: ${address}`);
      }
    }
    expect(dead).toEqual([]);
    expect(Object.keys(files).length).toBeGreaterThan(100);
  });

  test('is searched from a disk', async () => {
    const disk = join(scratch, 'disk');
    for (const [path, bytes] of Object.entries(archive())) {
      mkdirSync(dirname(join(disk, path)), { recursive: true });
      writeFileSync(join(disk, path), bytes);
    }
    const page = await newPage(browser);
    const errors: string[] = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(pathToFileURL(join(disk, 'interfaces/sensors/post/index.html')).href);
    expect(await page.locator('h1').evaluate((heading) => getComputedStyle(heading).fontWeight)).toBe('700');
    await page.keyboard.press('/');
    await page.keyboard.type('gust');
    await page.locator('[role=option]').first().waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/interfaces\/anemometer\/gust\/index\.html$/);
    expect(errors).toEqual([]);
  });

  test('has the release picker, the news and the engine on a disk', async () => {
    const disk = join(scratch, 'disk');
    const page = await newPage(browser);
    const errors: string[] = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    page.on('pageerror', (error) => errors.push(error.message));
    const open = (path: string, query = '') => page.goto(pathToFileURL(join(disk, path)).href + query);
    await open('interfaces/anemometer/index.html');
    await page.locator('[data-release]').selectOption('1.0.0');
    // The file of that release has another path.
    await page.waitForURL(/interfaces\/ultrasonic\/v1\/index\.html/);
    await open('index.html');
    await page.locator('[data-news] li a').first().click();
    await page.waitForURL(/interfaces\/[^/]+\/(?:.*\/)?index\.html/);
    await open('interfaces/anemometer/gust/index.html');
    await page.locator('details[data-try] summary').first().click();
    await page.locator('details[data-try] output figure, details[data-try] output p').first().waitFor();
    await open('playground/index.html', '?open=anemometer');
    await page.locator('[data-output] .card').first().waitFor();
    expect(await page.locator('.cm-content').first().textContent()).toContain('Anemometer');
    await open('decode/index.html');
    await page.locator('[data-identify] textarea').fill('Sensors.post');
    const link = page.locator('[data-identify] output a').first();
    await link.click();
    await page.waitForURL(/interfaces\/sensors\/index\.html#op-post$/);
    expect(errors).toEqual([]);
  });
});

test('two clean builds are byte-identical, and a build with nothing new writes nothing', async () => {
  const again = join(scratch, 'again');
  const engine = new Engine({ hash: sha256, store: new DiskStore(join(scratch, 'cache')) });
  const build = () => buildSite(registry, { out: again, base: BASE, published, engine });
  const made = () =>
    Object.fromEntries(
      ['meeting', 'highlighted', 'downloads', 'absences', 'archive', 'compressed'].map((name) => [
        name,
        engine.count(name).made,
      ]),
    );
  expect((await build()).written).toBe(true);
  expect(contentsOf(again)).toEqual(contentsOf(folder));
  const { ino } = statSync(again);
  expect((await build()).written).toBe(false);
  expect(statSync(again).ino).toBe(ino);
  const before = made();
  for (const [name, count] of Object.entries(before)) expect(count, name).toBeGreaterThan(0);
  rmSync(join(again, '404.html'));
  expect((await build()).written).toBe(true);
  expect(contentsOf(again)).toEqual(contentsOf(folder));
  // Pages were rendered again, and nothing that they are made of was made again.
  expect(made()).toEqual(before);
});
