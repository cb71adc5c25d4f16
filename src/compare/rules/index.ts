import type { Rule } from '../rule.ts';
import { argAppended } from './arg-appended.ts';
import { argBoolChanged } from './arg-bool-changed.ts';
import { argInserted } from './arg-inserted.ts';
import { argRecvChanged } from './arg-recv-changed.ts';
import { argRemoved } from './arg-removed.ts';
import { argRenamed } from './arg-renamed.ts';
import { argReordered } from './arg-reordered.ts';
import { argTypeChanged } from './arg-type-changed.ts';
import { conditionChanged } from './condition-changed.ts';
import { encodingChanged } from './encoding-changed.ts';
import { enumReprChanged } from './enum-repr-changed.ts';
import { errorCodesComputed } from './error-codes-computed.ts';
import { errorKindChanged } from './error-kind-changed.ts';
import { errorTypeChanged } from './error-type-changed.ts';
import { errorVariantAdded } from './error-variant-added.ts';
import { errorVariantRemoved } from './error-variant-removed.ts';
import { errorVariantRenamed } from './error-variant-renamed.ts';
import { errorVariantRenumbered } from './error-variant-renumbered.ts';
import { fieldAppended } from './field-appended.ts';
import { fieldInserted } from './field-inserted.ts';
import { fieldRemoved } from './field-removed.ts';
import { fieldRenamed } from './field-renamed.ts';
import { fieldReordered } from './field-reordered.ts';
import { fieldSkipped } from './field-skipped.ts';
import { fieldTypeChanged } from './field-type-changed.ts';
import { flagsBitsChanged } from './flags-bits-changed.ts';
import { flagsChanged } from './flags-changed.ts';
import { idempotentAdded } from './idempotent-added.ts';
import { idempotentRemoved } from './idempotent-removed.ts';
import { imagesChanged } from './images-changed.ts';
import { interfaceDocChanged } from './interface-doc-changed.ts';
import { interfaceRenamed } from './interface-renamed.ts';
import { leaseAccessNarrowed } from './lease-access-narrowed.ts';
import { leaseAccessSwapped } from './lease-access-swapped.ts';
import { leaseAccessWidened } from './lease-access-widened.ts';
import { leaseAdded } from './lease-added.ts';
import { leaseLimitLowered } from './lease-limit-lowered.ts';
import { leaseLimitRaised } from './lease-limit-raised.ts';
import { leaseRemoved } from './lease-removed.ts';
import { leaseRenamed } from './lease-renamed.ts';
import { leaseReordered } from './lease-reordered.ts';
import { leaseSliceChanged } from './lease-slice-changed.ts';
import { leaseTypeChanged } from './lease-type-changed.ts';
import { opAppended } from './op-appended.ts';
import { opDocChanged } from './op-doc-changed.ts';
import { opInserted } from './op-inserted.ts';
import { opRemoved } from './op-removed.ts';
import { opRenamed } from './op-renamed.ts';
import { opRenumbered } from './op-renumbered.ts';
import { partDocChanged } from './part-doc-changed.ts';
import { replyBecameResult } from './reply-became-result.ts';
import { replyBecameSimple } from './reply-became-simple.ts';
import { replyRecvChanged } from './reply-recv-changed.ts';
import { replyTypeChanged } from './reply-type-changed.ts';
import { serdeChanged } from './serde-changed.ts';
import { serverDeathMoved } from './server-death-moved.ts';
import { structReprChanged } from './struct-repr-changed.ts';
import { typeKindChanged } from './type-kind-changed.ts';
import { unionChanged } from './union-changed.ts';
import { variantAppended } from './variant-appended.ts';
import { variantFieldsChanged } from './variant-fields-changed.ts';
import { variantInserted } from './variant-inserted.ts';
import { variantRemoved } from './variant-removed.ts';
import { variantRenamed } from './variant-renamed.ts';
import { variantReordered } from './variant-reordered.ts';
import { variantValueChanged } from './variant-value-changed.ts';

/** Every rule about two versions of an interface, in the order in which findings are reported. */
export const rules: readonly Rule[] = [
  interfaceRenamed,
  interfaceDocChanged,
  imagesChanged,
  opAppended,
  opInserted,
  opRemoved,
  opRenumbered,
  opRenamed,
  opDocChanged,
  idempotentAdded,
  idempotentRemoved,
  encodingChanged,
  argAppended,
  argInserted,
  argRemoved,
  argReordered,
  argRenamed,
  argTypeChanged,
  argBoolChanged,
  argRecvChanged,
  leaseAdded,
  leaseRemoved,
  leaseReordered,
  leaseRenamed,
  leaseAccessWidened,
  leaseAccessNarrowed,
  leaseAccessSwapped,
  leaseLimitLowered,
  leaseLimitRaised,
  leaseTypeChanged,
  leaseSliceChanged,
  replyTypeChanged,
  replyRecvChanged,
  replyBecameResult,
  replyBecameSimple,
  errorKindChanged,
  errorTypeChanged,
  partDocChanged,
  errorVariantAdded,
  errorVariantRemoved,
  errorVariantRenumbered,
  errorVariantRenamed,
  errorCodesComputed,
  serverDeathMoved,
  variantAppended,
  variantInserted,
  variantRemoved,
  variantReordered,
  variantRenamed,
  variantValueChanged,
  variantFieldsChanged,
  enumReprChanged,
  fieldAppended,
  fieldInserted,
  fieldRemoved,
  fieldReordered,
  fieldRenamed,
  fieldTypeChanged,
  structReprChanged,
  unionChanged,
  flagsChanged,
  flagsBitsChanged,
  typeKindChanged,
  serdeChanged,
  fieldSkipped,
  conditionChanged,
];
