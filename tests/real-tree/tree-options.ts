import { stubSettings } from '../../src/registry/index.ts';
import { DEFAULT_RUST_OPTIONS, type LockedRuntime, type RustOptions } from '../../src/stubs/index.ts';
import type { Image, StubUse } from '../../src/tree/index.ts';

/** The options with which the build script of a stub's crate has it made. */
export function treeOptions(images: readonly Image[], runtime: LockedRuntime, path: string, use: StubUse): RustOptions {
  return {
    ...DEFAULT_RUST_OPTIONS,
    ...stubSettings(runtime, [use])[use.side],
    generation: runtime.generation,
    style: use.style ?? DEFAULT_RUST_OPTIONS.style,
    allowedCallers: use.restricted ? allowedCallers(images, path) : DEFAULT_RUST_OPTIONS.allowedCallers,
  };
}

/** As the first image has them whose server of the interface restricts anything. */
function allowedCallers(images: readonly Image[], path: string): Map<string, number[]> {
  for (const { tasks } of images) {
    const server = tasks.find((task) => task.serves.includes(path) && task.allowedCallers.size > 0);
    const indices = (names: readonly string[]) =>
      tasks.filter(({ name }) => names.includes(name)).map(({ index }) => index);
    if (server) return new Map(Array.from(server.allowedCallers, ([operation, names]) => [operation, indices(names)]));
  }
  return new Map();
}
