export { behaviorsOf, candidatesOf, compilerFaults, NOTHING_PINNED, TODAY, unreadSyntax } from './behaviors-of.ts';
export type * from './model.ts';
export { positionOf } from './revisions.ts';
export {
  BEHAVIOR_CHANGES,
  type BehaviorChange,
  BUFFER_ERAS,
  CLIENT_ERAS,
  type CompilerFault,
  type CompilerSyntax,
  type Era,
  type FaultSubject,
  RUNTIME_ERAS,
} from './table.ts';
