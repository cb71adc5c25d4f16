import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cause, witnessText } from '../../src/compare/index.ts';
import {
  fileAddress,
  type History,
  publishedSchemas,
  StubsSchema,
  sha256,
  stubsAddress,
} from '../../src/registry/index.ts';
import { changesOf, effectsOfChange } from '../../src/site/changes/changes.ts';
import { buildSite, serveFolder } from '../../src/site/index.ts';
import { entriesOf, type SearchIndex } from '../../src/site/search/search-index.ts';
import { launchBrowser } from './browser.ts';
import { exampleRegistry, publishExample } from './example.ts';
import { accessibilityProblems, newPage, pagesOf, watch } from './visit.ts';

const BASE = '/weather/';
const ORIGIN = 'https://docs.example';
const registry = exampleRegistry();
const scratch = mkdtempSync(join(tmpdir(), 'idol-registry-releases-'));
const folder = join(scratch, 'site');
let history: History;
let browser: Browser;
let server: Awaited<ReturnType<typeof serveFolder>>;

beforeAll(async () => {
  const write = (documents: string) => {
    history = publishExample(documents);
  };
  await buildSite(registry, { out: folder, base: BASE, origin: ORIGIN, published: { identity: 'example', write } });
  server = await serveFolder(folder, { base: BASE, port: 0 });
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(scratch, { recursive: true, force: true });
});

async function open(path: string, options: Parameters<typeof newPage>[1] = {}): Promise<Page> {
  const page = await newPage(browser, options);
  await page.goto(server.address + path);
  return page;
}

/** The interface with the most versions: where most can go wrong. */
function longest() {
  const [first] = history.interfaces.toSorted((a, b) => b.versions.length - a.versions.length);
  if (!first || first.versions.length < 3) throw new Error('no interface of the example has three versions');
  return first;
}

/** The text that a message has on a page: without backticks, its arrows drawn, its first letter a capital. */
function shown({ message }: Cause): string {
  const text = message.replaceAll('`', '').replaceAll(' -> ', ' → ');
  return message.startsWith('`') ? text : text[0]?.toUpperCase() + text.slice(1);
}

test('every release, version and pair of neighbours has its page', () => {
  const pages = pagesOf(folder);
  for (const { name } of history.releases) expect(pages).toContain(`releases/${name}/`);
  for (const { slug, versions } of history.interfaces) {
    expect(pages).toContain(`interfaces/${slug}/history/`);
    for (const { number } of versions) {
      expect(pages).toContain(`interfaces/${slug}/v${number}/`);
      if (number > 1) expect(pages).toContain(`interfaces/${slug}/diff/v${number - 1}-v${number}/`);
    }
  }
});

test('a release shows each change against its predecessor, the worst first, both ways, without JavaScript', async () => {
  const release = history.releases.at(-1);
  const page = await open(`releases/${release?.name}/`, { javaScript: false });
  const text = (await page.locator('main').textContent()) ?? '';
  const changes = changesOf(release?.comparisons ?? []);
  expect(changes.length).toBeGreaterThan(5);
  for (const change of changes) {
    expect(text.split(shown(change.cause)).length, 'once on the page').toBe(2);
    for (const { worst } of effectsOfChange(change)) {
      if (worst.verdict.kind !== 'ok') expect(text).toContain(worst.sentence.replaceAll('`', ''));
      if (worst.witness) expect(text).toContain(witnessText(worst.witness));
    }
  }
  const order = ['silent', 'panic', 'fault', 'unknown', 'ok', 'text'];
  for (const group of await page.locator('.change-group').all()) {
    const kinds = await group.locator('.change').evaluateAll((all) => all.map((one) => one.classList[1] ?? ''));
    const places = kinds.map((kind) => order.indexOf(kind));
    expect(places).toEqual(places.toSorted());
  }
  const links = await page.locator('.change a.check').count();
  expect(links).toBe(changes.length);
});

test('a release lists the versions that it carries, and its downloads with their sums', async () => {
  const [release] = history.releases;
  const page = await open(`releases/${release?.name}/`);
  const table = page.locator('table.released');
  expect(await table.locator('tbody tr').count()).toBe(release?.interfaces.length);
  const sums = (await page.locator('.sums pre').textContent()) ?? '';
  for (const { stubs } of release?.interfaces ?? []) {
    const list = readFileSync(join(folder, 'api/v1', stubsAddress(stubs)), 'utf8');
    for (const file of StubsSchema.parse(JSON.parse(list)).files) {
      expect(sums).toContain(file.sha256);
      expect(await table.locator(`a[href="${BASE}api/v1/${fileAddress(file)}"]`).count()).toBe(1);
    }
  }
});

test('a release saves all its downloads in one archive, with their sums', async () => {
  const [release] = history.releases;
  const page = await open(`releases/${release?.name}/`);
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('button[data-archive]').click()]);
  expect(download.suggestedFilename()).toMatch(/-interfaces\.zip$/);
  const contents = unzipSync(readFileSync(await download.path()));
  const sums = Buffer.from(contents['sha256sums.txt'] ?? [])
    .toString()
    .trimEnd()
    .split('\n');
  expect(sums).toHaveLength(Object.keys(contents).length - 1);
  for (const line of sums) {
    const [hash = '', path = ''] = line.split('  ');
    expect(sha256(contents[path] ?? ''), path).toBe(hash);
  }
});

test('an operation tells since when it is there and how its number moved', async () => {
  const moved = history.interfaces.flatMap((one) =>
    one.operations.flatMap(({ name, numbers }) => {
      const [first, second] = numbers;
      if (typeof first?.number !== 'number' || typeof second?.number !== 'number') return [];
      return [{ one, name, first, second }];
    }),
  );
  expect(moved.length).toBeGreaterThan(0);
  let told = 0;
  for (const { one, name, first, second } of moved) {
    const page = await open(`interfaces/${one.slug}/v${one.versions.length}/`);
    const story = page.locator(`section[aria-labelledby="op-${name}"] .story`);
    // It may be gone again in the newest version.
    if ((await story.count()) === 0) continue;
    told++;
    const text = (await story.textContent()) ?? '';
    expect(text).toContain(`since ${one.versions[first.version - 1]?.releases[0]}`);
    expect(text).toContain(
      `number changed ${first.number} → ${second.number} in ${one.versions[second.version - 1]?.releases[0]}`,
    );
  }
  expect(told).toBeGreaterThan(0);
});

test('an old version says so, names the current page as canonical, and leads to the same operation there', async () => {
  const one = history.interfaces.find(
    ({ path, versions }) => versions.length > 1 && registry.interfaces.some((entry) => entry.path === path),
  );
  const entry = registry.interfaces.find(({ path }) => path === one?.path);
  const page = await open(`interfaces/${one?.slug}/v1/`);
  expect(await page.locator('link[rel=canonical]').getAttribute('href')).toContain(`${BASE}interfaces/${entry?.slug}/`);
  expect(await page.locator('.notice:not([data-picked])').textContent()).toContain('This is an older version');
  const kept = one?.operations.find(
    ({ name, numbers }) => numbers[0]?.version === 1 && entry?.operations.some((operation) => operation.name === name),
  );
  await page.locator(`section[aria-labelledby="op-${kept?.name}"] .story a`, { hasText: 'today' }).click();
  await page.waitForURL(`${server.address}interfaces/${entry?.slug}/#op-${kept?.name}`);
});

test('the release picker keeps the operation, offers the nearest release that has it, and remembers the choice', async () => {
  const one = history.interfaces.find(({ operations }) =>
    operations.some(({ numbers }) => (numbers[0]?.version ?? 1) > 1 && numbers.at(-1)?.number !== null),
  );
  const late = one?.operations.find(({ numbers }) => (numbers[0]?.version ?? 1) > 1 && numbers.at(-1)?.number !== null);
  const [without, first] = [one?.versions[0]?.releases[0] ?? '', late?.numbers[0]?.version ?? 0];
  const page = await open(`interfaces/${one?.slug}/${late?.name}/`);
  const select = page.locator('[data-release]');
  await select.waitFor();
  expect(await select.locator('option').allTextContents()).toContain(`${without} · not there`);
  await select.selectOption(without);
  const notice = page.locator('[data-picked]');
  expect(await notice.textContent()).toContain(`${without} has no operation ${late?.name}.`);
  await notice.locator('a').first().click();
  await page.waitForURL(new RegExp(`/${one?.slug}/(?:v${first}/#op-)?${late?.name}`));
  await page.goto(`${server.address}interfaces/${one?.slug}/${late?.name}/`);
  await notice.filter({ hasText: `${without} has no operation` }).waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('an old version says where its stubs are those of today', () => {
  const page = (version: string) => readFileSync(join(folder, `interfaces/power/${version}index.html`), 'utf8');
  expect(page('v1/')).toContain('Their message structs are those of the newest generation, with the same bytes.');
  expect(page('')).not.toContain('message structs');
});

test('an operation of a chosen release is found again under the number that it has there', async () => {
  const isMoved = ({ numbers: [first, second] }: (typeof history.interfaces)[number]['operations'][number]) =>
    first?.version === 1 && typeof second?.number === 'number';
  const one = history.interfaces.find(({ operations }) => operations.some(isMoved));
  const moved = one?.operations.find(isMoved);
  const [release, before] = [one?.versions[0]?.releases[0] ?? '', moved?.numbers[0]];
  const page = await open(`interfaces/${one?.slug}/#op-${moved?.name}`);
  await page.locator('[data-release]').selectOption(release);
  await page.waitForURL(`${server.address}interfaces/${one?.slug}/v1/#op-${moved?.name}`);
  await page.goto(`${server.address}interfaces/${one?.slug}/${moved?.name}/`);
  const told = page.locator('[data-picked]', { hasText: `version 1, number ${before?.number} there` });
  await told.waitFor();
});

test('the browser compares any two versions as the build compares neighbours', async () => {
  const { slug } = longest();
  const page = await newPage(browser);
  const troubles = watch(page, server.address);
  const bare = (html: string) => html.replace(/\s+/g, ' ');
  await page.goto(`${server.address}interfaces/${slug}/diff/v1-v2/`);
  const built = bare((await page.locator('section[aria-labelledby=changes]').innerText()) ?? '');
  await page.goto(`${server.address}interfaces/${slug}/diff/?from=1&to=2`);
  await page.locator('#changes').waitFor();
  expect(bare(await page.locator('section[aria-labelledby=changes]').innerText())).toBe(built);
  await page.locator('select[name=to]').selectOption('3');
  await page.waitForURL(/from=1&to=3/);
  await expect
    .poll(async () => bare(await page.locator('section[aria-labelledby=changes]').innerText()))
    .not.toBe(built);
  await page.goBack();
  await expect.poll(async () => bare(await page.locator('section[aria-labelledby=changes]').innerText())).toBe(built);
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(troubles).toEqual([]);
});

test('comparing does not hold up the page, and tells a screen reader that it goes on and what came of it', async () => {
  const { slug } = longest();
  const page = await newPage(browser);
  await page.addInitScript(() => {
    const told: string[] = [];
    Object.assign(globalThis, { told });
    const note = () => {
      const text = document.querySelector('.compare [role=status]')?.textContent ?? '';
      const busy = document.querySelector('[data-diff]')?.getAttribute('aria-busy');
      if (text !== '') told.push(`${text} busy: ${busy}`);
    };
    new MutationObserver(note).observe(document, { subtree: true, childList: true, characterData: true });
  });
  await page.goto(`${server.address}interfaces/${slug}/diff/?from=1&to=2`);
  const told = () => page.evaluate(() => (globalThis as unknown as { told: string[] }).told);
  await expect.poll(async () => (await told()).at(-1)).toMatch(/^v1 and v2: .+ busy: false$/);
  expect((await told())[0]).toBe('Comparing v1 and v2 … busy: true');
  expect(page.workers()).toHaveLength(1);
  const changes = await page.locator('.change').count();
  const operations = await page.locator('.op-diff').count();
  expect((await told()).at(-1)).toContain(`${changes} changes, ${operations} operations not the same.`);
  // The last of several choices is the one that is shown, and no worker is left with an old one.
  await page.locator('select[name=to]').evaluate((select: HTMLSelectElement) => {
    for (const value of ['3', '1', '3']) {
      select.value = value;
      select.dispatchEvent(new Event('change'));
    }
  });
  await expect.poll(async () => (await told()).at(-1)).toMatch(/^v1 and v3: .+ busy: false$/);
  expect(page.workers()).toHaveLength(1);
});

test('the matrix tells for each pair of releases what a client meets at a server', async () => {
  const [family] = history.families;
  const path = `compatibility/${family?.name}--${family?.name}/`;
  const page = await open(path);
  const rows = page.locator('table.matrix tbody tr');
  const count = await rows.count();
  expect(count).toBeGreaterThan(1);
  for (let at = 0; at < count; at++) expect(await rows.nth(at).locator('td').nth(at).textContent()).toBe('·');
  // Whoever calls what the first release did not have meets a fault or worse there. The newest release comes first.
  const late = history.interfaces.find(
    ({ versions, operations }) =>
      versions[0]?.releases[0] === family?.releases[0] &&
      operations.some(({ numbers }) => numbers.length === 1 && (numbers[0]?.version ?? 1) > 1),
  );
  const cell = rows.first().locator('td').last();
  expect(await cell.textContent()).toMatch(/^\d+[SPF?]$/);
  await cell.click();
  const listed = page.locator('.panel li');
  expect(await listed.count()).toBe(Number.parseInt((await cell.textContent()) ?? '', 10));
  expect(await listed.allTextContents()).toContainEqual(expect.stringContaining(late?.name ?? '?'));
  await page.keyboard.press('ArrowLeft');
  expect(await rows.first().locator('td[aria-selected]').count()).toBe(1);
  expect(await accessibilityProblems(page)).toEqual([]);
  const plain = await open(path, { javaScript: false });
  const line = plain.locator('details[data-line]', { hasText: late?.name ?? '?' }).first();
  await line.locator('summary').click();
  expect(await line.locator('li').first().textContent()).toContain(' client, ');
});

test('a diff marks what one side alone has', async () => {
  const { slug } = longest();
  const page = await open(`interfaces/${slug}/diff/v1-v2/`);
  const [removed, added] = await Promise.all(
    ['del', 'ins'].map((tag) => page.locator(`.sides ${tag}`).allTextContents()),
  );
  const now = (await page.locator('.side-new').allTextContents()).join('\n');
  expect((removed?.length ?? 0) + (added?.length ?? 0)).toBeGreaterThan(0);
  for (const text of added ?? []) expect(now).toContain(text);
});

test('the site map has every page that stands for itself, by its full address', () => {
  const map = readFileSync(join(folder, 'sitemap.xml'), 'utf8');
  const addresses = [...map.matchAll(/<loc>(.*?)<\/loc>/g)].map(([, address]) => address);
  expect(addresses).toContain(`${ORIGIN}${BASE}`);
  expect(addresses).toContain(`${ORIGIN}${BASE}releases/${history.releases[0]?.name}/`);
  expect(addresses.filter((address) => /\/v\d+\/$/.test(address ?? ''))).toEqual([]);
});

test('the site has the schemas of documents under addresses with a version', () => {
  for (const [name, schema] of Object.entries(publishedSchemas())) {
    expect(name).toMatch(/\.v\d+\.json$/);
    expect(JSON.parse(readFileSync(join(folder, 'schemas', name), 'utf8'))).toEqual(JSON.parse(JSON.stringify(schema)));
  }
});

test('llms.txt leads to a Markdown twin of every interface, which has its operations', () => {
  const text = readFileSync(join(folder, 'llms.txt'), 'utf8');
  for (const { slug, name, operations } of registry.interfaces) {
    expect(text).toContain(`](${BASE}interfaces/${slug}/index.md)`);
    const twin = readFileSync(join(folder, `interfaces/${slug}/index.md`), 'utf8');
    expect(twin.startsWith(`# ${name}\n`)).toBe(true);
    for (const operation of operations) expect(twin).toContain(`## ${operation.number}. ${operation.name}\n`);
  }
});

test('the Markdown twin says who alone may call an operation', () => {
  const { slug } = registry.interfaces.find(({ name }) => name === 'Supervisor') ?? { slug: 'none' };
  const twin = readFileSync(join(folder, `interfaces/${slug}/index.md`), 'utf8');
  expect(twin).toMatch(/Only `hiffy`, `update_agent` may call it in .*stormglass/);
});

test('the search finds releases, and its index stays small', async () => {
  const page = await open('');
  await page.keyboard.press('/');
  const name = history.releases[1]?.name ?? '';
  await page.keyboard.type(name);
  const first = page.locator('[role=option]').first();
  await expect.poll(() => first.locator('.name').textContent()).toBe(name);
  expect(await first.locator('.kind').textContent()).toBe('Releases');
  await page.keyboard.press('Enter');
  await page.waitForURL(`${server.address}releases/${name}/`);
  // 25 kB for the 1,200 entries of a large tree. The guide and the checks are the same for every tree.
  const index: SearchIndex = JSON.parse(readFileSync(join(folder, 'search.json'), 'utf8'));
  const { pages, checks } = index;
  const none = { interfaces: [], errors: [], types: [], tasks: [], images: [], pages: [], checks: [] };
  const weigh = (part: SearchIndex) => ({
    bytes: gzipSync(JSON.stringify(part)).length,
    entries: entriesOf(part).length,
  });
  const ours = weigh({ ...none, pages, checks });
  const tree = weigh({ ...index, pages: [], checks: [] });
  expect(ours.bytes + (tree.bytes / tree.entries) * (1_200 - ours.entries)).toBeLessThanOrEqual(25_000);
});
