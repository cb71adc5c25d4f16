import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkInterface, parseInterface } from '../../src/idol/index.ts';
import { formatDiagnostic, Source, sortDiagnostics } from '../../src/text/index.ts';

const CASES = 'tests/cases/idol';

test.each(readdirSync(CASES))('what is said of %s', async (name) => {
  const source = new Source('idl/pump.idol', readFileSync(`${CASES}/${name}/pump.idol`, 'utf8'));
  const { value, diagnostics } = parseInterface(source);
  const all = sortDiagnostics([...diagnostics, ...(value ? checkInterface(value) : [])]);
  const said = all.filter(({ severity }) => severity !== 'note').map((diagnostic) => formatDiagnostic(diagnostic));
  await expect(`${said.join('\n\n')}\n`).toMatchFileSnapshot(`../cases/idol/${name}/expected.txt`);
});
