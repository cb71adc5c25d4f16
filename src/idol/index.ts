export type * from './model.ts';
export { parseInterface, parseInterfaceBytes } from './read/interface.ts';
