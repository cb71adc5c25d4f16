import type { CodecError } from './value.ts';

/** Ends an encoding or decoding from deep inside. Thrown and caught within one codec file; it never reaches a caller. */
export class Refusal {
  readonly error: CodecError;

  constructor(path: string, message: string) {
    this.error = { path, message };
  }
}
