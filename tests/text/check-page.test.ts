import { expect, test } from 'vitest';
import { parseCheckPage } from '../../src/text/index.ts';

const PAGE = `# A title

Why it matters:

\`\`\`idol
not a file
\`\`\`

## Rejected

### Two files

Both are needed.

\`\`\`idol idl/fan.idol
(name: "Fan")
\`\`\`

\`\`\`toml app/x/app.toml
## no heading
\`\`\`

### Another

\`\`\`\`idol idl/fan.idol
\`\`\`
\`\`\`\`

## Accepted

\`\`\`idol idl/fan.idol
()
\`\`\`
`;

test('a page has a title, prose, and the files of its examples', () => {
  expect(parseCheckPage(PAGE)).toEqual({
    title: 'A title',
    prose: 'Why it matters:\n\n```idol\nnot a file\n```',
    sections: [
      {
        kind: 'rejected',
        examples: [
          {
            heading: 'Two files',
            prose: 'Both are needed.',
            files: [
              { language: 'idol', path: 'idl/fan.idol', text: '(name: "Fan")\n' },
              { language: 'toml', path: 'app/x/app.toml', text: '## no heading\n' },
            ],
          },
          { heading: 'Another', prose: '', files: [{ language: 'idol', path: 'idl/fan.idol', text: '```\n' }] },
        ],
      },
      {
        kind: 'accepted',
        examples: [
          { heading: 'Accepted', prose: '', files: [{ language: 'idol', path: 'idl/fan.idol', text: '()\n' }] },
        ],
      },
    ],
    problems: [],
  });
});

test.each([
  ['', 'no `# Title`'],
  ['# T\n\n## Rejected\n\n```idol a\n```\n', 'no explanation'],
  ['# T\n\nWhy.\n\n## Rejected\n\nNothing.\n', 'no example in the section rejected'],
  ['# T\n\nWhy.\n\n```idol a.idol\n```\n', 'a file outside of the sections with examples'],
  ['# T\n\nWhy.\n\n## Rejected\n\n```idol a.idol\n', 'a code fence is never closed'],
])('what a page lacks is named: %j', (text, message) => {
  expect(parseCheckPage(text).problems.map((problem) => problem.message)).toContain(message);
});
