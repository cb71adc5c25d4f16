import { effectSentence, effectWords } from '../../../compare/index.ts';
import { pathOf } from '../../../registry/index.ts';
import { xmlAttributes, xmlText } from '../../../text/index.ts';
import {
  type BreakingFormat,
  effectsOfEntry,
  entriesOf,
  type PlacedEntry,
  touchedWords,
  withUpdateOrder,
} from './report.ts';

/** JUnit's XML, for services that show test results: a suite for each interface that changed, a case for each change. */
export const formatBreakingJunit: BreakingFormat = ({ breaking }) => {
  const { unreadable, counts } = breaking;
  const entries = entriesOf(breaking);
  const paths = [...new Set([...entries.map(suiteOf), ...unreadable.map(({ path }) => path)])].sort();
  const suites = paths.map((path) => {
    const here = entries.filter((placed) => suiteOf(placed) === path);
    const open = unreadable.filter((one) => one.path === path);
    const orders = withUpdateOrder(breaking).filter((of) => pathOf(of) === path);
    const failures = failuresOf([...here.map(({ entry }) => entry), ...open]);
    const cases = [
      ...here.map(entryCase),
      ...orders.map(({ updateOrder }) => testCase(path, 'order of updates', systemOut(updateOrder.join('\n')))),
      ...open.map(({ message, side, against, status }) => {
        const text = `the ${side === 'new' ? 'file' : `file of ${against}`} has errors: ${message}`;
        return testCase(
          path,
          `can be compared with ${against}`,
          status === 'breaking' ? failure('unknown', text, text) : systemOut(text),
        );
      }),
    ];
    return `  <testsuite${xmlAttributes({ name: path, tests: cases.length, failures })}>\n${cases.join('')}  </testsuite>\n`;
  });
  const unchanged = testCase('idol-registry breaking', `${counts.unchanged} interfaces are unchanged`, '');
  const closing = `  <testsuite${xmlAttributes({ name: 'idol-registry breaking', tests: 1, failures: 0 })}>\n${unchanged}  </testsuite>\n`;
  const failures = failuresOf([...entries.map(({ entry }) => entry), ...unreadable]);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${xmlAttributes({ name: 'idol-registry breaking', failures })}>\n${suites.join('')}${closing}</testsuites>\n`;
};

function failuresOf(entries: readonly { readonly status: string }[]): number {
  return entries.filter(({ status }) => status === 'breaking').length;
}

/** A change inside a type that several interfaces use is one case, in the suite of the first. */
function suiteOf({ of: [first] }: PlacedEntry): string {
  return pathOf(first);
}

function entryCase(placed: PlacedEntry): string {
  const { entry } = placed;
  const { rule, message, status, waivers, help, waiverLine, beyond } = entry;
  const touched = touchedWords(placed);
  const text = [
    message,
    ...(touched ? [`operations: ${touched}`] : []),
    ...effectsOfEntry(placed).map((one) => `${one.who}: ${effectWords(one)}. ${effectSentence(one)}`),
    ...(help ? [`help: ${help}`] : []),
    ...(beyond ? [`not waived: ${beyond}`] : []),
    ...(status === 'breaking' ? [`to accept it: ${waiverLine}`] : []),
  ].join('\n');
  const body =
    status === 'breaking'
      ? failure(rule, message, text)
      : waivers.length > 0
        ? `<skipped${xmlAttributes({ message: `waived: ${waivers.map(({ reason }) => reason).join('; ')}` })}/>`
        : systemOut(text);
  return testCase(suiteOf(placed), `${entry.fingerprint} ${message}`, body);
}

function testCase(classname: string, name: string, body: string): string {
  const attributes = xmlAttributes({ classname, name });
  return body === ''
    ? `    <testcase${attributes}/>\n`
    : `    <testcase${attributes}>\n      ${body}\n    </testcase>\n`;
}

function failure(type: string, message: string, text: string): string {
  return `<failure${xmlAttributes({ type, message })}>${xmlText(text)}</failure>`;
}

function systemOut(text: string): string {
  return `<system-out>${xmlText(text)}</system-out>`;
}
