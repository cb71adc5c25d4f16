import { expect, test } from 'vitest';
import { firstSentence } from '../../src/site/first-sentence.ts';
import { isSafeAddress, renderMarkdown } from '../../src/site/markdown.ts';
import { HOSTILE } from './fixture.ts';

test('only addresses that a browser cannot run are links', () => {
  for (const address of ['https://a.b', 'HTTP://a.b', 'mailto:a@b.c', 'a/b.md#c', './a:b', '#part', '?q=a:b']) {
    expect(isSafeAddress(address), address).toBe(true);
  }
  for (const address of [
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    ' javascript:alert(1)',
    'java\tscript:alert(1)',
    '\u0001javascript:alert(1)',
    'vbscript:x',
    'data:text/html,x',
    'file:///etc/passwd',
    'a:b',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
  ]) {
    expect(isSafeAddress(address), address).toBe(false);
  }
});

test('hostile documentation stays text', () => {
  const html = renderMarkdown(HOSTILE);
  const tags = [...html.matchAll(/<([a-z]+)/gi)].map(([, name]) => name);
  expect(new Set(tags)).toEqual(new Set(['p', 'a', 'code']));
  const addresses = [...html.matchAll(/href="([^"]*)"/g)].map(([, address]) => address);
  expect(addresses).toEqual(['https://evil.example/p.png', 'https://good.example/?a=1&amp;b=2']);
  expect(html).not.toMatch(/<[^>]*\son\w+=/);
});

test('a link that leads nowhere keeps its text, also around other marks', () => {
  const html = renderMarkdown('see [the *old* `file`](old.md), [here](https://x.y) and [there](gone.md)');
  expect(html.trim()).toBe('<p>see the <em>old</em> <code>file</code>, <a href="https://x.y">here</a> and there</p>');
});

test('headings keep below the heading they stand under', () => {
  expect(renderMarkdown('# A\n\n##### B', { headingShift: 2 })).toBe('<h3>A</h3>\n<h6>B</h6>\n');
});

test('enormous or deeply nested text takes no enormous time or place', () => {
  for (const text of [
    'word '.repeat(400_000),
    '['.repeat(400_000),
    '> '.repeat(400_000),
    '*a '.repeat(400_000),
    '`'.repeat(400_000),
  ]) {
    const html = renderMarkdown(text);
    expect(html.length).toBeLessThan(400_000);
    expect(html).toContain('rest of this text is in the source');
  }
});

test('the first sentence ends at a full stop before a new sentence, not inside a number or a name', () => {
  expect(firstSentence('Reads 1.5 bytes, e.g. two. Then stops.\n\nMore.')).toBe('Reads 1.5 bytes, e.g. two.');
  expect(firstSentence('One line\ncontinued')).toBe('One line continued');
  expect(firstSentence('')).toBe('');
});

test('a block of code is no sentence', () => {
  expect(firstSentence('```sh\nnpx it  # what it does\n```\n\nIt runs. Then it ends.')).toBe('It runs.');
});

test('an item that Rust documentation links is shown without its brackets; other brackets stay', () => {
  expect(renderMarkdown('Up to [`Power::MAX`].')).toBe('<p>Up to <code>Power::MAX</code>.</p>\n');
  expect(renderMarkdown('[`a`](https://a.b) and [x `a`]')).toBe(
    '<p><a href="https://a.b"><code>a</code></a> and [x <code>a</code>]</p>\n',
  );
});

test('the first use of a term is a link, but not in code, headings and links', () => {
  const terms = new Map([
    ['lease', '#lease'],
    ['error code', '#error-code'],
    ['code', '#code'],
  ]);
  const markdown = '# A lease\n\n`lease` and [lease](https://x.y): leases, lease, released. An error code, a code.';
  const html = renderMarkdown(markdown, { terms, resolveLink: (address) => address });
  expect(html).toContain('<h1>A lease</h1>');
  expect(html).toContain(
    '<code>lease</code> and <a href="https://x.y">lease</a>: <a href="#lease" class="term">leases</a>, lease, released. ',
  );
  expect(html).toContain(
    'An <a href="#error-code" class="term">error code</a>, a <a href="#code" class="term">code</a>.',
  );
});

test('a picture of our own is in the page, with its text for those who do not see it', () => {
  const picture = (address: string) => (address === 'a.svg' ? '<svg></svg>' : undefined);
  expect(renderMarkdown('![an <arrow>](a.svg) ![b](b.svg)', { picture })).toBe(
    '<p><span class="picture" role="img" aria-label="an &lt;arrow&gt;"><svg></svg></span> b</p>\n',
  );
});
