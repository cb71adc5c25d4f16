/**
 * Breaks lines as `rustfmt` (edition 2021, default settings) breaks them, for what occurs in stubs. Where `rustfmt` gives up and leaves a
 * construct as it was, it stays on its line here.
 */
export { breakLine } from './lines.ts';
export { MAX_WIDTH } from './room.ts';
