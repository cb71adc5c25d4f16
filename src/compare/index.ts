export { type Alignment, alignOperations, type Pair } from './align.ts';
export { compareInterfaces } from './compare.ts';
export { allRules, compareTrees, sharedNames, type TreeComparison } from './compare-trees.ts';
export { type Call, judgeCall } from './judge.ts';
export * from './model.ts';
export type { Rule, RuleInfo } from './rule.ts';
export { contractText, isSameDefinition, isSameInterface, shapeText } from './shape.ts';
export * from './verdict.ts';
export type { Witness } from './witness.ts';
