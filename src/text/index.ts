export * from './check-page.ts';
export * from './decode.ts';
export * from './diagnostic.ts';
export * from './files.ts';
export * from './foreign.ts';
export * from './frame.ts';
export * from './source.ts';
export * from './suggest.ts';
