export { compareInterfaces } from './compare.ts';
export { compareTrees, INTERFACE_RULES, type TreeComparison } from './compare-trees.ts';
export { type Call, judgeCall } from './judge.ts';
export * from './model.ts';
export type { Rule } from './rule.ts';
export { rules } from './rules/index.ts';
export { contractText, isSameInterface } from './shape.ts';
export * from './verdict.ts';
