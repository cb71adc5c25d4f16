import type { Fact } from '../../../firmware/index.ts';
import type { VerifyReport } from '../../../registry/index.ts';
import { xmlAttributes, xmlText } from '../../../text/index.ts';

/** JUnit's XML: a suite for each interface, a case for each fact, of which those that disagree fail and the absent are skipped. */
export function formatVerifyJunit(report: VerifyReport): string {
  const suites = report.interfaces.map(({ path, facts, counts }) => {
    const totals = { tests: facts.length, failures: counts.disagreeing, skipped: counts.absent };
    return `  <testsuite${xmlAttributes({ name: path, ...totals })}>\n${facts.map(testCase).join('')}  </testsuite>\n`;
  });
  const unmatched = report.unmatched.map(
    ({ task, interface: name, reason }) =>
      `  <testsuite${xmlAttributes({ name: `${task}: ${name}`, tests: 1, failures: 1 })}>\n    <testcase${xmlAttributes({ classname: task, name })}>\n      <failure${xmlAttributes({ type: 'unmatched', message: reason })}/>\n    </testcase>\n  </testsuite>\n`,
  );
  const failures = report.counts.disagreeing + report.unmatched.length;
  const totals = xmlAttributes({ name: 'idol-registry verify', failures });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${totals}>\n${[...suites, ...unmatched].join('')}</testsuites>\n`;
}

function testCase({ path, kind, subject, result, ours, theirs, ourPlace, theirPlace }: Fact): string {
  const attributes = xmlAttributes({ classname: path, name: `${kind} of ${subject}` });
  if (result === 'agrees') return `    <testcase${attributes}/>\n`;
  const body =
    result === 'absent'
      ? `<skipped${xmlAttributes({ message: 'not in the firmware' })}/>`
      : `<failure${xmlAttributes({ type: kind, message: `sources: ${ours}; firmware: ${theirs}` })}>${xmlText(`sources:  ${ours} (${ourPlace})\nfirmware: ${theirs} (${theirPlace})`)}</failure>`;
  return `    <testcase${attributes}>\n      ${body}\n    </testcase>\n`;
}
