export { behaviorsOf, candidatesOf, NOTHING_PINNED, TODAY } from './behaviors-of.ts';
export type * from './model.ts';
export { positionOf } from './revisions.ts';
export { CLIENT_ERAS, type Era, SERVER_ERAS } from './table.ts';
