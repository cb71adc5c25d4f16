import type { WireCheck } from '../check.ts';
import { encodingCannotCarry } from './encoding-cannot-carry.ts';
import { enumWithoutRecv } from './enum-without-recv.ts';
import { errorWithoutServerDeath } from './error-without-server-death.ts';
import { fromPrimitiveRange } from './from-primitive-range.ts';
import { invalidBitPattern } from './invalid-bit-pattern.ts';
import { messageTooLarge } from './message-too-large.ts';
import { nestedBool } from './nested-bool.ts';
import { notZerocopy } from './not-zerocopy.ts';
import { padding } from './padding.ts';
import { pointerSizedInteger } from './pointer-sized-integer.ts';
import { recvSize } from './recv-size.ts';
import { reservedErrorCode } from './reserved-error-code.ts';
import { ssmarshalBuffer } from './ssmarshal-buffer.ts';
import { tooManyVariants } from './too-many-variants.ts';
import { unreliableFieldOrder } from './unreliable-field-order.ts';
import { unresolvedType } from './unresolved-type.ts';

/** What can be wrong with an interface whose types are known. */
export const checks: readonly WireCheck[] = [
  recvSize,
  fromPrimitiveRange,
  enumWithoutRecv,
  invalidBitPattern,
  notZerocopy,
  nestedBool,
  padding,
  unreliableFieldOrder,
  encodingCannotCarry,
  tooManyVariants,
  pointerSizedInteger,
  ssmarshalBuffer,
  messageTooLarge,
  reservedErrorCode,
  errorWithoutServerDeath,
  unresolvedType,
];
