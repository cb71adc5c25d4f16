export { clientFile, clientSignature } from './client.ts';
export { GENERATIONS, type Generation, generationOf, NEWEST_GENERATION } from './generation.ts';
export { DEFAULT_RUST_OPTIONS, type RustOptions, type ServerStyle } from './options.ts';
export { serverFile } from './server.ts';
export { serverSignature } from './server-trait.ts';
