import { DEFAULT_RUST_OPTIONS, rustStub, typescriptStub } from '../../src/stubs/index.ts';
import { interfaceOf } from '../runtime/wire-of.ts';
import { type TreeInterface, treeInterfaces } from '../stubs/tree-interfaces.ts';

/** What generating took, from resolved interfaces to texts: Rust client and server, and TypeScript. */
export interface StubsMeasurement {
  readonly what: string;
  readonly files: number;
  /** The best of several runs. */
  readonly milliseconds: number;
}

/** All stubs of the tree in a folder. */
export function measureTree(folder: string, runs = 5): StubsMeasurement {
  return measure(folder, treeInterfaces(folder), runs);
}

/** The stubs of an interface of so many operations, and of one whose only operation has so many arguments: half of them, and all. */
export function measureGrowth(operations: number, args: number, runs = 5): StubsMeasurement[] {
  const wide = (count: number) => ({ what: `${count} arguments`, text: interfaceText(1, count) });
  const long = (count: number) => ({ what: `${count} operations`, text: interfaceText(count, 3) });
  return [long(operations / 2), long(operations), wide(args / 2), wide(args)].map(({ what, text }) =>
    measure(what, [{ path: 'grown.idol', ...interfaceOf(text) }], runs),
  );
}

function measure(what: string, interfaces: readonly TreeInterface[], runs: number): StubsMeasurement {
  const results = Array.from({ length: runs + 1 }, () => {
    const started = performance.now();
    const files = interfaces.reduce((count, each) => count + stubsOf(each), 0);
    return { files, milliseconds: performance.now() - started };
  });
  // The first run warms up.
  const milliseconds = Math.min(...results.slice(1).map((result) => result.milliseconds));
  return { what, files: results[0]?.files ?? 0, milliseconds };
}

/** How many stubs there are of an interface: one that is refused is none. */
function stubsOf({ source, wire }: TreeInterface): number {
  const sides = (['client', 'server'] as const).map((side) => rustStub(source, side).value);
  const module = typescriptStub(source, wire, DEFAULT_RUST_OPTIONS.origin);
  return [...sides, module].filter((file) => file !== undefined).length;
}

function interfaceText(operations: number, args: number): string {
  const list = (count: number, item: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => item(index));
  const types = ['u32', '[u8; 16]', '(u16, u16)', 'bool'];
  const parameters = list(args, (index) => `"argument_${index}": "${types[index % types.length]}"`).join(', ');
  const texts = list(
    operations,
    (index) => `"operation_${index}": (
      doc: "Operation ${index}.",
      args: { ${parameters} },
      leases: { "data": (type: "[u8]", read: true, max_len: Some(64)) },
      reply: Simple("u64"),
      idempotent: true,
    )`,
  );
  return `Interface(name: "Grown", ops: { ${texts.join(', ')} })`;
}
