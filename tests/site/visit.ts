import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';

/** Addresses of all pages of a built site, relative to its base. */
export function pagesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.html'))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .map((path) => path.replace(/(?:^|(?<=\/))index\.html$/, ''))
    .sort();
}

/** Everything that went wrong while pages were open: console errors, exceptions, failed or foreign requests, dialogs. */
export function watch(page: Page, address: string): string[] {
  const troubles: string[] = [];
  const origin = new URL(address).origin;
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') troubles.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`exception: ${error.message}`));
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? '';
    // All else is there when a page counts as loaded; on a busy machine the next page is opened before a worker has started.
    const isLeft = reason === 'net::ERR_ABORTED' && /-worker-[\w-]+\.js$/.test(request.url());
    if (!isLeft) troubles.push(`failed: ${request.url()} (${reason})`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) troubles.push(`${response.status()}: ${response.url()}`);
  });
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== origin) troubles.push(`foreign: ${request.url()}`);
  });
  page.on('dialog', async (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  return troubles;
}

/** Waits until nothing on the page is still being made: a comparison goes on in a worker. */
export async function settle(page: Page): Promise<void> {
  await page.locator('[aria-busy=true]').waitFor({ state: 'detached' });
}

export interface Visited {
  /** Every id on the page, twice where it is there twice. */
  ids: string[];
  /** Where its links lead, absolute. */
  links: string[];
  title: string;
}

/** What a page offers and where it leads. */
export function readPage(page: Page): Promise<Visited> {
  return page.evaluate(() => ({
    ids: [...document.querySelectorAll('[id]')].map(({ id }) => id),
    links: [...document.querySelectorAll('a[href]')].map((link) =>
      link instanceof HTMLAnchorElement ? link.href : new URL(link.getAttribute('href') ?? '', location.href).href,
    ),
    title: document.title,
  }));
}

/** Links of visited pages that lead to no page, no file or no place on a page; one line each. */
export function deadLinks(
  visited: ReadonlyMap<string, Visited>,
  address: string,
  files: (path: string) => boolean,
): string[] {
  const dead: string[] = [];
  for (const [from, { links }] of visited) {
    for (const link of new Set(links)) {
      if (!link.startsWith(address)) {
        if (!/^(?:https?|mailto):/.test(link) || link.startsWith(new URL(address).origin))
          dead.push(`${from}: ${link}`);
        continue;
      }
      const { pathname, hash } = new URL(link);
      const path = decodeURIComponent(pathname.slice(new URL(address).pathname.length));
      const target = visited.get(path);
      const fragment = decodeURIComponent(hash.slice(1));
      const isThere = target ? fragment === '' || target.ids.includes(fragment) : fragment === '' && files(path);
      if (!isThere) dead.push(`${from}: ${path}${hash}`);
    }
  }
  return dead;
}

/** Breaches of WCAG 2.2 AA and of axe's best practices; one line each. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const run = (globalThis as unknown as { axe: typeof import('axe-core') }).axe.run;
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    return (await run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] })).violations;
  });
  return violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}

/** A page of a fresh browser profile. */
export async function newPage(
  browser: Browser,
  options: { width?: number; theme?: 'light' | 'dark'; javaScript?: boolean } = {},
): Promise<Page> {
  const { width = 1280, theme = 'light', javaScript = true } = options;
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: theme,
    javaScriptEnabled: javaScript,
  });
  // Waits end with the test that waits: the limit of vitest is the only one.
  context.setDefaultTimeout(0);
  return context.newPage();
}

/** All files of a folder with their bytes, as text that can be compared. */
export function contentsOf(folder: string): Map<string, string> {
  return new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [relative(folder, path), readFileSync(path, 'latin1')]),
  );
}
