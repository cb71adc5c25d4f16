import type { RustStubCheck } from '../check.ts';
import { stubCallers } from './stub-callers.ts';
import { stubFailServer } from './stub-fail-server.ts';
import { stubNameClash } from './stub-name-clash.ts';
import { stubNoOperations } from './stub-no-operations.ts';
import { stubOption } from './stub-option.ts';
import { stubRawType } from './stub-raw-type.ts';

/** What Rust stubs are refused for, beside what the checks of the interface itself say. */
export const rustStubChecks: readonly RustStubCheck[] = [
  stubNoOperations,
  stubNameClash,
  stubOption,
  stubRawType,
  stubFailServer,
  stubCallers,
];
