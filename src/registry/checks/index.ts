import { interfaceChecks, readingChecks } from '../../idol/index.ts';
import { rustStubChecks } from '../../stubs/index.ts';
import type { CheckInfo } from '../../text/index.ts';
import { treeChecks } from '../../tree/index.ts';
import { wireChecks } from '../../wire/index.ts';
import { ambiguousTypeName } from './ambiguous-type-name.ts';
import { compilerFault } from './compiler-fault.ts';
import { frameOverLimit } from './frame-over-limit.ts';
import { idempotentNeverRetried } from './idempotent-never-retried.ts';
import { invalidConfig } from './invalid-config.ts';
import { invalidWaiver } from './invalid-waiver.ts';
import { unlistedMessage } from './unlisted-message.ts';
import { unreadableFile } from './unreadable-file.ts';

/** Every check of every stage, in the order in which they are listed. */
export const allChecks: readonly CheckInfo[] = [
  unreadableFile,
  ...readingChecks,
  ...interfaceChecks,
  ...wireChecks,
  ...treeChecks,
  ...rustStubChecks,
  ambiguousTypeName,
  compilerFault,
  idempotentNeverRetried,
  frameOverLimit,
  unlistedMessage,
  invalidConfig,
  invalidWaiver,
];
