import { interfacePath, type ReportedFinding } from '../../../registry/index.ts';
import { xmlAttributes, xmlText } from '../../../text/index.ts';
import { type BreakingFormat, directionsOf, outcomeWords } from './report.ts';

/** JUnit's XML, for services that show test results: a suite for each interface that changed, a case for each change. */
export const formatBreakingJunit: BreakingFormat = ({ breaking: { findings, unknown, counts } }) => {
  const paths = [...new Set([...findings.map(interfacePath), ...unknown.map(({ path }) => path)])].sort();
  const suites = paths.map((path) => {
    const here = findings.filter((finding) => interfacePath(finding) === path);
    const open = unknown.filter((entry) => entry.path === path);
    const failures = [...here, ...open].filter(({ status }) => status === 'breaking').length;
    const cases = [
      ...here.map(findingCase),
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
  const failures = [...findings, ...unknown].filter(({ status }) => status === 'breaking').length;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${xmlAttributes({ name: 'idol-registry breaking', failures })}>\n${suites.join('')}${closing}</testsuites>\n`;
};

function findingCase(finding: ReportedFinding): string {
  const { rule, message, status, waiver, help, waiverLine } = finding;
  const text = [
    message,
    ...directionsOf(finding).map(({ who, judgement }) => `${who}: ${outcomeWords(judgement)}. ${judgement.sentence}`),
    ...(help ? [`help: ${help}`] : []),
    ...(status === 'breaking' ? [`to accept it: ${waiverLine}`] : []),
  ].join('\n');
  const body =
    status === 'breaking'
      ? failure(rule, message, text)
      : waiver
        ? `<skipped${xmlAttributes({ message: `waived: ${waiver.reason}` })}/>`
        : systemOut(text);
  return testCase(interfacePath(finding), `${finding.fingerprint} ${message}`, body);
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
