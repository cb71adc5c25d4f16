import { readFileSync } from 'node:fs';
import { reasonOf } from '../registry/index.ts';
import { CannotRun } from './session.ts';

/** All bytes of standard input. */
export function readStandardInput(): Buffer {
  try {
    return readFileSync(0);
  } catch (error) {
    throw new CannotRun(`standard input cannot be read: ${reasonOf(error)}`);
  }
}
