import { type CheckInfo, notUtf8 } from '../../text/index.ts';
import type { InterfaceCheck } from '../check.ts';
import { argumentNamedLikeLease } from './argument-named-like-lease.ts';
import { complexErrorType } from './complex-error-type.ts';
import { complexErrorWithoutHubpack } from './complex-error-without-hubpack.ts';
import { composedName } from './composed-name.ts';
import { convertedRawName } from './converted-raw-name.ts';
import { docNotText } from './doc-not-text.ts';
import { duplicateField } from './duplicate-field.ts';
import { duplicateName } from './duplicate-name.ts';
import { fileName } from './file-name.ts';
import { fromPrimitiveType } from './from-primitive-type.ts';
import { idempotentName } from './idempotent-name.ts';
import { invalidName } from './invalid-name.ts';
import { invalidType } from './invalid-type.ts';
import { leaseWithoutAccess } from './lease-without-access.ts';
import { maxLenOfSizedLease } from './max-len-of-sized-lease.ts';
import { maxLenRange } from './max-len-range.ts';
import { missingDoc } from './missing-doc.ts';
import { missingField } from './missing-field.ts';
import { notSnakeCase } from './not-snake-case.ts';
import { notUpperCamelCase } from './not-upper-camel-case.ts';
import { readWriteLease } from './read-write-lease.ts';
import { readWriteLeaseIdempotent } from './read-write-lease-idempotent.ts';
import { recvWithoutZerocopy } from './recv-without-zerocopy.ts';
import { ronSyntax } from './ron-syntax.ts';
import { serverDeathIdempotent } from './server-death-idempotent.ts';
import { similarOperationNames } from './similar-operation-names.ts';
import { simpleReplyNotIdempotent } from './simple-reply-not-idempotent.ts';
import { ssmarshalOperation } from './ssmarshal-operation.ts';
import { tooManyLeases } from './too-many-leases.ts';
import { twoDocs } from './two-docs.ts';
import { unknownAllowedCaller } from './unknown-allowed-caller.ts';
import { unknownField } from './unknown-field.ts';
import { wrongShape } from './wrong-shape.ts';

/** What can be wrong while an interface is read. */
export const readingChecks: readonly CheckInfo[] = [
  notUtf8,
  ronSyntax,
  wrongShape,
  missingField,
  duplicateField,
  duplicateName,
  invalidName,
  invalidType,
  maxLenRange,
  docNotText,
];

/** What can be wrong with an interface that was read. */
export const interfaceChecks: readonly InterfaceCheck[] = [
  simpleReplyNotIdempotent,
  idempotentName,
  serverDeathIdempotent,
  readWriteLeaseIdempotent,
  leaseWithoutAccess,
  composedName,
  convertedRawName,
  recvWithoutZerocopy,
  fromPrimitiveType,
  complexErrorWithoutHubpack,
  complexErrorType,
  maxLenOfSizedLease,
  unknownAllowedCaller,
  unknownField,
  twoDocs,
  missingDoc,
  notSnakeCase,
  notUpperCamelCase,
  fileName,
  tooManyLeases,
  similarOperationNames,
  argumentNamedLikeLease,
  readWriteLease,
  ssmarshalOperation,
];
