import process from 'node:process';
import { bundleInto } from './renderer-bundle.ts';

// The process that `rendererBundle` starts. It ends with the one that started it.

process.once('disconnect', () => process.exit(1));
const [base = '/', folder = ''] = process.argv.slice(2);
await bundleInto(base, folder);
process.exit(0);
