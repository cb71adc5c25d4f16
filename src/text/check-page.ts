/** What an example shows: text that the check finds fault with, or that it lets pass. For a compatibility rule, a change. */
export type ExampleKind = 'rejected' | 'accepted' | 'breaking' | 'harmless';

/** One `content/checks/<id>.md`. */
export interface CheckPage {
  readonly title: string;
  /** Markdown between the title and the examples: what, why, and what to do. */
  readonly prose: string;
  /** The sections with examples, as Markdown. */
  readonly sections: readonly ExampleSection[];
  /** What the page lacks or has wrong, with the line counted from 1. A page in `content/` has none; a test holds that. */
  readonly problems: readonly PageProblem[];
}

export interface ExampleSection {
  readonly kind: ExampleKind;
  readonly examples: readonly Example[];
}

/** The files of one `###` subsection, or of a section without any. */
export interface Example {
  /** Heading of the subsection; the section's where there is none. */
  readonly heading: string;
  /** Markdown of everything but the files. */
  readonly prose: string;
  readonly files: readonly ExampleFile[];
}

/** A code fence whose info string is `<language> <path>`. `hex` stands for bytes: pairs of hexadecimal digits. */
export interface ExampleFile {
  readonly language: string;
  readonly path: string;
  readonly text: string;
}

export interface PageProblem {
  readonly line: number;
  readonly message: string;
}

const KINDS: Readonly<Record<string, ExampleKind>> = {
  Rejected: 'rejected',
  Accepted: 'accepted',
  Breaking: 'breaking',
  Harmless: 'harmless',
};

/**
 * Reads the Markdown of a check's page.
 *
 * Page    : `# ` title, prose, Section+
 * Section : `## Rejected` | `## Accepted` | `## Breaking` | `## Harmless`, then Example, or `### ` heading and Example, several times
 * Example : prose and fences whose info string is `<language> <path>`
 */
export function parseCheckPage(markdown: string): CheckPage {
  const problems: PageProblem[] = [];
  const prose: string[] = [];
  const sections: { kind: ExampleKind; examples: OpenExample[] }[] = [];
  let title = '';
  let example: OpenExample | undefined;
  let fence: OpenFence | undefined;

  markdown.split(/\r?\n/).forEach((line, index) => {
    if (fence !== undefined) {
      const isFile = fence.path !== undefined;
      if (line.trim() === fence.mark) fence = undefined;
      else fence.lines.push(line);
      if (!isFile) (example?.prose ?? prose).push(line);
      return;
    }
    const [, mark, info = ''] = /^(`{3,})(.*)$/.exec(line) ?? [];
    const [, level, heading = ''] = /^(#{1,3}) (.*)$/.exec(line) ?? [];
    if (mark !== undefined) {
      const [language = '', path] = info.trim().split(/\s+/, 2);
      fence = { mark, language, path, lines: [] };
      if (path !== undefined) {
        if (example === undefined)
          problems.push({ line: index + 1, message: 'a file outside of the sections with examples' });
        example?.files.push(fence);
        return;
      }
    } else if (level === '#' && title === '') {
      title = heading;
      return;
    } else if (level === '##' && Object.hasOwn(KINDS, heading)) {
      example = { heading, prose: [], files: [] };
      sections.push({ kind: KINDS[heading] as ExampleKind, examples: [example] });
      return;
    } else if (level === '###' && example !== undefined) {
      example = { heading, prose: [], files: [] };
      sections.at(-1)?.examples.push(example);
      return;
    }
    (example?.prose ?? prose).push(line);
  });

  const end = markdown.split('\n').length;
  if (title === '') problems.push({ line: 1, message: 'no `# Title`' });
  if (fence !== undefined) problems.push({ line: end, message: 'a code fence is never closed' });
  if (prose.join('').trim() === '') problems.push({ line: 1, message: 'no explanation' });
  for (const section of sections) {
    if (section.examples.every(({ files }) => files.length === 0)) {
      problems.push({ line: end, message: `no example in the section ${section.kind}` });
    }
  }
  return { title, prose: prose.join('\n').trim(), sections: sections.map(closeSection), problems };
}

interface OpenExample {
  heading: string;
  prose: string[];
  files: OpenFence[];
}

interface OpenFence {
  mark: string;
  language: string;
  path: string | undefined;
  lines: string[];
}

function closeSection({ kind, examples }: { kind: ExampleKind; examples: OpenExample[] }): ExampleSection {
  return {
    kind,
    examples: examples
      .filter(({ files, prose }) => files.length > 0 || prose.join('').trim() !== '')
      .map(({ heading, prose, files }) => ({
        heading,
        prose: prose.join('\n').trim(),
        files: files.map(({ language, path = '', lines }) => ({ language, path, text: `${lines.join('\n')}\n` })),
      })),
  };
}
