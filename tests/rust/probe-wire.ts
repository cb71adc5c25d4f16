import { readFileSync } from 'node:fs';
import { parseInterface } from '../../src/idol/index.ts';
import type { Crate } from '../../src/rust/index.ts';
import { type InterfaceSchema, type OperationSchema, RustTypes, resolveInterface } from '../../src/schema/index.ts';
import { filesOf, Source } from '../../src/text/index.ts';
import { ARM, Codec, measureOf } from '../../src/wire/index.ts';

/** The `Probe` interface with the types of `tests/rust/stubs/src/talk.rs`, as our own resolution and codecs see it. */
export function probeWire(): {
  readonly wire: InterfaceSchema;
  readonly codec: Codec;
  operation(which: number | string): OperationSchema;
} {
  const wire = readProbe();
  return {
    wire,
    codec: new Codec(wire.types),
    operation: (which) => {
      const found = wire.operations.find(({ name, number }) => name === which || number === which);
      if (found === undefined) throw new Error(`there is no operation ${which}`);
      return found;
    },
  };
}

function readProbe(): InterfaceSchema {
  const path = 'tests/rust/stubs/idl/probe.idol';
  const iface = parseInterface(new Source(path, readFileSync(path, 'utf8'))).value;
  if (iface === undefined) throw new Error(`${path} is no interface`);
  const included = 'include!(concat!(env!("OUT_DIR"), "/client_stub.rs"));';
  const crate: Crate = {
    name: 'talk',
    externName: 'talk',
    files: filesOf({ 'lib.rs': `${readFileSync('tests/rust/stubs/src/talk.rs', 'utf8')}\n${included}\n` }),
    root: 'lib.rs',
    dependencies: new Map(),
  };
  return resolveInterface(iface, [{ crate, stub: 'client_stub.rs' }], new RustTypes({ measure: measureOf(ARM) }));
}
