import { argAddedRules } from './argument/arg-added.ts';
import { argBoolChanged } from './argument/arg-bool-changed.ts';
import { argRecvChanged } from './argument/arg-recv-changed.ts';
import { argRemoved } from './argument/arg-removed.ts';
import { argRenamed } from './argument/arg-renamed.ts';
import { argReordered } from './argument/arg-reordered.ts';
import { argTypeChanged } from './argument/arg-type-changed.ts';
import { errorCodesComputed } from './error/error-codes-computed.ts';
import { errorKindChanged } from './error/error-kind-changed.ts';
import { errorTypeChanged } from './error/error-type-changed.ts';
import { errorVariantAdded } from './error/error-variant-added.ts';
import { errorVariantRemoved } from './error/error-variant-removed.ts';
import { errorVariantRenamed } from './error/error-variant-renamed.ts';
import { errorVariantRenumbered } from './error/error-variant-renumbered.ts';
import { serverDeathMoved } from './error/server-death-moved.ts';
import { imagesChanged } from './image/images-changed.ts';
import { interfaceDocChanged } from './interface/interface-doc-changed.ts';
import { interfaceRenamed } from './interface/interface-renamed.ts';
import { leaseAccessRules } from './lease/lease-access.ts';
import { leaseAdded } from './lease/lease-added.ts';
import { leaseLimitRules } from './lease/lease-limit.ts';
import { leaseRemoved } from './lease/lease-removed.ts';
import { leaseRenamed } from './lease/lease-renamed.ts';
import { leaseReordered } from './lease/lease-reordered.ts';
import { leaseSliceChanged } from './lease/lease-slice-changed.ts';
import { leaseTypeChanged } from './lease/lease-type-changed.ts';
import { messageRules } from './message/index.ts';
import { allowedCallersChanged } from './operation/allowed-callers-changed.ts';
import { encodingChanged } from './operation/encoding-changed.ts';
import { idempotentRules } from './operation/idempotent.ts';
import { opAddedRules } from './operation/op-added.ts';
import { opDocChanged } from './operation/op-doc-changed.ts';
import { opRemoved } from './operation/op-removed.ts';
import { opRenamed } from './operation/op-renamed.ts';
import { opRenumbered } from './operation/op-renumbered.ts';
import { opRetired } from './operation/op-retired.ts';
import { partDocChanged } from './operation/part-doc-changed.ts';
import { replyKindRules } from './reply/reply-kind.ts';
import { replyRecvChanged } from './reply/reply-recv-changed.ts';
import { replyTypeChanged } from './reply/reply-type-changed.ts';
import type { Rule } from './rule.ts';
import { conditionChanged } from './type/condition-changed.ts';
import { enumReprChanged } from './type/enum-repr-changed.ts';
import { fieldAddedRules } from './type/field-added.ts';
import { fieldRemoved } from './type/field-removed.ts';
import { fieldRenamed } from './type/field-renamed.ts';
import { fieldReordered } from './type/field-reordered.ts';
import { fieldSkipped } from './type/field-skipped.ts';
import { fieldTypeChanged } from './type/field-type-changed.ts';
import { flagsBitsChanged } from './type/flags-bits-changed.ts';
import { flagsChanged } from './type/flags-changed.ts';
import { serdeChanged } from './type/serde-changed.ts';
import { structReprChanged } from './type/struct-repr-changed.ts';
import { typeKindChanged } from './type/type-kind-changed.ts';
import { unionChanged } from './type/union-changed.ts';
import { unseenType } from './type/unseen-type.ts';
import { variantAddedRules } from './type/variant-added.ts';
import { variantFieldsChanged } from './type/variant-fields-changed.ts';
import { variantRemoved } from './type/variant-removed.ts';
import { variantRenamed } from './type/variant-renamed.ts';
import { variantReordered } from './type/variant-reordered.ts';
import { variantValueChanged } from './type/variant-value-changed.ts';

/** Every rule about two versions of an interface, in the order in which causes are reported. */
export const rules: readonly Rule[] = [
  interfaceRenamed,
  interfaceDocChanged,
  imagesChanged,
  ...opAddedRules,
  opRemoved,
  opRetired,
  opRenumbered,
  opRenamed,
  opDocChanged,
  partDocChanged,
  ...idempotentRules,
  encodingChanged,
  allowedCallersChanged,
  ...argAddedRules,
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
  ...leaseAccessRules,
  ...leaseLimitRules,
  leaseTypeChanged,
  leaseSliceChanged,
  replyTypeChanged,
  replyRecvChanged,
  ...replyKindRules,
  errorKindChanged,
  errorTypeChanged,
  errorVariantAdded,
  errorVariantRemoved,
  errorVariantRenumbered,
  errorVariantRenamed,
  errorCodesComputed,
  serverDeathMoved,
  ...variantAddedRules,
  variantRemoved,
  variantReordered,
  variantRenamed,
  variantValueChanged,
  variantFieldsChanged,
  enumReprChanged,
  ...fieldAddedRules,
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
  ...messageRules,
  unseenType,
];
