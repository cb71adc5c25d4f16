import { describe, expect, test } from 'vitest';
import { codeSentences, filesBelow, markdownSentences, pageSentences, type Sentence, wordsOf } from './prose.ts';

const MAX_WORDS = 30;

/** Words and phrases with the plain ones in their place: the glossary of the guide, and what made readers read twice. */
const BANNED: readonly (readonly [RegExp, string])[] = [
  [/\b(?:what )?travels?\b/i, 'is sent, is encoded, the wire format'],
  [/\bends? (?:a|the) run\b/i, 'fails the run'],
  [/\bas it lies (?:here|there)\b/i, 'the working tree'],
  [/\b(?:of which|whom)\b/i, 'whose, that'],
  [/\b(?:told|tells)\b/i, 'reports, shows'],
  [/\bjudge?ments?\b/i, 'verdict'],
  [/\bopen types?\b/i, 'unresolved type'],
  [/\bwhat is sent\b/i, 'the message'],
  [/\bfor ever\b/i, 'without limit, never'],
  [/\bas what (?:was|it is|they are)\b|\brightly\b/i, 'decoded correctly'],
  [/\bis made of is not\b|\bis up to its code\b/i, 'the type of … is not known'],
  [/\btalks? to whom\b|\btalk to each other\b/i, 'calls, works with'],
  [
    /\bspelt\b|\bcolour|\bbehaviour|\bneighbour|\b(?:serial|optim|recogn|initial|special)is(?:e|ed|es|ing|ation)\b/i,
    'American spelling',
  ],
];

/** Files whose strings nobody reads as sentences of this program. */
const NOT_PROSE = [/^src\/stubs\/rust\//, /^src\/site\/search\//];

const documents = ['README.md', 'ARCHITECTURE.md', 'CHANGELOG.md', 'CONTRIBUTING.md', ...filesBelow('content', '.md')];
const code = filesBelow('src', '.ts').filter((path) => !NOT_PROSE.some((pattern) => pattern.test(path)));

const pages = filesBelow('src/site', '.astro');

/** One line for each sentence that breaks a rule: where, which rule, and the sentence. */
function faults(sentences: readonly Sentence[]): string[] {
  return sentences.flatMap(({ text, place }) => {
    const long =
      wordsOf(text) > MAX_WORDS ? [`${place}: more than ${MAX_WORDS} words, make two sentences: ${text}`] : [];
    const words = BANNED.flatMap(([pattern, plain]) => {
      const found = pattern.exec(text);
      return found ? [`${place}: \`${found[0]}\`, write ${plain}: ${text}`] : [];
    });
    return [...long, ...words];
  });
}

describe('plain words', () => {
  test('in documents', () => expect(documents.flatMap((path) => faults(markdownSentences(path)))).toEqual([]));

  test('in help texts and messages', () => expect(code.flatMap((path) => faults(codeSentences(path)))).toEqual([]));

  test('on pages', () => expect(pages.flatMap((path) => faults(pageSentences(path)))).toEqual([]));

  test('a long sentence and a banned word are found', () => {
    const sentence = (text: string) => [{ text, place: 'a.md:1' }];
    expect(faults(sentence('word '.repeat(31)))).toHaveLength(1);
    expect(faults(sentence('Nobody told you what travels.'))).toHaveLength(2);
    expect(faults(sentence('The message has 4 bytes.'))).toEqual([]);
  });
});
