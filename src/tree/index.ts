export type { OutsideCrates } from './cargo.ts';
export { treeChecks } from './checks/index.ts';
export { GitRepository, type GitTag } from './git.ts';
export type * from './model.ts';
export { openRevision, openTree } from './open.ts';
export { type OutsideCrateOptions, outsideCrates } from './outside-crates.ts';
export { type Opened, opened, refused, type TreeProblem } from './problem.ts';
export { parseToml, type TomlTable, tomlSpan } from './toml.ts';
export { readWorkspace } from './workspace.ts';
