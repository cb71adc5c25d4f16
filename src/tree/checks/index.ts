import type { CheckInfo, Diagnostic } from '../../text/index.ts';
import type { TreeModel } from '../tree-model.ts';
import { computedInterface } from './computed-interface.ts';
import { deadInterface } from './dead-interface.ts';
import { ignoredCallers } from './ignored-callers.ts';
import { imageDiamond } from './image-diamond.ts';
import { imageInherit } from './image-inherit.ts';
import { imageMerge } from './image-merge.ts';
import { manifestSyntax } from './manifest-syntax.ts';
import { missingInterface } from './missing-interface.ts';
import { slotLeadsElsewhere } from './slot-leads-elsewhere.ts';
import { unknownCrate } from './unknown-crate.ts';
import { unknownTarget } from './unknown-target.ts';
import { unknownTask } from './unknown-task.ts';

/** Checks that look at everything that was read. */
const OF_MODEL = [
  missingInterface,
  computedInterface,
  deadInterface,
  unknownCrate,
  unknownTarget,
  unknownTask,
  slotLeadsElsewhere,
  ignoredCallers,
] as const;

/** Every check of this stage, in the order in which they are listed. The first four are met while reading manifests. */
export const treeChecks: readonly CheckInfo[] = [manifestSyntax, imageInherit, imageDiamond, imageMerge, ...OF_MODEL];

export function checkTreeModel(model: TreeModel): Diagnostic[] {
  return OF_MODEL.flatMap((check) => check.find(model));
}
