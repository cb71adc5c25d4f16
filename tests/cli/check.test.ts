import { expect, test } from 'vitest';
import { CheckReportSchema } from '../../src/registry/index.ts';
import { scratchFolder, write } from '../tree/scratch.ts';
import { capture } from './capture.ts';

const TREE = {
  'idl/fan.idol': `// Drives the fan.
Interface(
    name: "Fan",
    ops: {
        "stop": (
            doc: "Stops the fan.",
            reply: Result(ok: "()", err: ServerDeath),
        ),
    },
)
`,
  'drv/fan-api/Cargo.toml': '[package]\nname = "drv-fan-api"\n',
  'drv/fan-api/build.rs':
    'fn main() { idol::client::build_client_stub("../../idl/fan.idol", "client_stub.rs").unwrap(); }\n',
};

/** The same, with an error that only a client meets and a misspelt field. */
const BROKEN = {
  ...TREE,
  'idl/fan.idol': TREE['idl/fan.idol'].replace('reply:', 'idempotent: true, encodng: Hubpack, reply:'),
};

test('a tree without findings is exit code 0 and one line', async () => {
  const folder = scratchFolder();
  write(folder, TREE);
  const { code, stdout, stderr } = await capture(['check', folder]);
  expect(stdout).toMatch(/^1 interface file, 1 operation: 0 errors, 0 warnings in \d+\.\d\d s\n$/);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

test('findings are frames and exit code 1', async () => {
  const folder = scratchFolder();
  write(folder, BROKEN);
  const { code, stdout } = await capture(['check', folder]);
  expect(code).toBe(1);
  expect(stdout).toContain('--> idl/fan.idol:7:');
  expect(stdout).toMatch(/1 error, 1 warning in/);
});

test('json follows its schema', async () => {
  const folder = scratchFolder();
  write(folder, BROKEN);
  const { stdout } = await capture(['check', folder, '--format', 'json']);
  const report = CheckReportSchema.parse(JSON.parse(stdout));
  expect(report.counts).toEqual({ files: 1, operations: 1, errors: 1, warnings: 1, notes: 0 });
  expect(report.diagnostics.map(({ check }) => check)).toContain('unknown-field');
});
