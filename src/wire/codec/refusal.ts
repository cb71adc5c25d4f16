import type { ArrayType, EnumParts, StructParts, TypeOf } from '../../schema/index.ts';
import type { CodecError } from './value.ts';

/** Ends an encoding or decoding from deep inside. Thrown and caught within one codec file; it never reaches a caller. */
export class Refusal {
  readonly error: CodecError;

  constructor(path: string, message: string) {
    this.error = { path, message };
  }
}

/** What a codec says of types that have no bytes. */
export class Refusals<R, At extends { readonly path: string }> {
  never(_: TypeOf<'never'>, { path }: At): R {
    throw new Refusal(path, 'no value of this type exists');
  }

  slice(_: TypeOf<'slice'>, { path }: At): R {
    throw new Refusal(path, 'a slice belongs in a lease, not in a message');
  }

  alternatives(_: TypeOf<'alternatives'>, { path }: At): R {
    throw new Refusal(path, 'the type differs between images or configurations: say which one is meant');
  }

  unresolved({ reason }: TypeOf<'unresolved'>, { path }: At): R {
    throw new Refusal(path, `the type is not resolved: ${reason.message}`);
  }
}

export function exactCount({ length }: ArrayType, path: string): number {
  if (typeof length === 'number') return length;
  throw new Refusal(
    path,
    length.kind === 'unresolved'
      ? `the array's length is not known: ${length.reason.message}`
      : "the array's length differs between images: say which one is meant",
  );
}

export function refuseConditionalFields({ fields }: StructParts, path: string): void {
  const field = fields.find(({ condition }) => condition);
  if (!field) return;
  throw new Refusal(path, `whether there is a field \`${field.name}\` depends on the configuration: say what holds`);
}

export function refuseConditionalVariants({ variants, definition }: EnumParts, path: string): void {
  if (!variants.some(({ condition }) => condition)) return;
  throw new Refusal(path, `variants of \`${definition?.name}\` depend on the configuration: say what holds`);
}
