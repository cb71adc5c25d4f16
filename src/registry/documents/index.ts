export * from './addresses.ts';
export * from './documents.ts';
