import { Memo } from '../engine/index.ts';
import type { Crate } from '../rust/index.ts';
import type { Manifest } from './manifest.ts';
import type { Image, InterfaceFile, Task } from './model.ts';
import { isTable, type TomlTable, type TomlValue, tableAt, textAt, textsAt } from './toml.ts';

/** Debug agents: they call whatever somebody outside asks them to. */
const DEBUG_CRATES: ReadonlySet<string> = new Set(['task-hiffy', 'task-udprpc']);

/** True of a manifest that an image is built from; what lacks one of these is a fragment for others to inherit. */
export function isImage({ table }: Manifest): boolean {
  const texts = ['name', 'target', 'board', 'chip'].every((key) => textAt(table, key) !== undefined);
  return texts && isTable(table.kernel) && isTable(table.tasks);
}

/** Which interfaces a crate serves and which it has the client of, with what it depends on. */
export class InterfaceUse {
  readonly #served = new Map<string, string[]>();
  readonly #clients = new Map<string, Set<string>>();
  readonly #reached = new Memo<string, ReadonlySet<string>>();

  constructor(interfaceFiles: readonly InterfaceFile[]) {
    for (const { path, stubs } of interfaceFiles) {
      this.#clients.set(path, new Set(stubs.filter(({ side }) => side === 'client').map(({ crate }) => crate.name)));
      for (const server of new Set(stubs.filter(({ side }) => side === 'server').map(({ crate }) => crate.name))) {
        this.#served.set(server, [...(this.#served.get(server) ?? []), path]);
      }
    }
  }

  /** Paths of the interface files that a crate's build script makes server stubs of. */
  servedBy(crate: string): readonly string[] {
    return this.#served.get(crate) ?? [];
  }

  /** True when the crate, or one that it depends on over any number of steps, has the client stub of the interface. */
  hasClient(crate: Crate, interfacePath: string): boolean {
    const clients = this.#clients.get(interfacePath) ?? new Set();
    return !clients.isDisjointFrom(this.#reachedFrom(crate));
  }

  #reachedFrom(crate: Crate): ReadonlySet<string> {
    return this.#reached.get(crate.name, () => namesReachedFrom(crate));
  }
}

function namesReachedFrom(crate: Crate): ReadonlySet<string> {
  const names = new Set([crate.name]);
  const open = [crate];
  for (let next = open.pop(); next; next = open.pop()) {
    for (const dependency of next.dependencies.values()) {
      // Crates from outside the tree know nothing of its interfaces.
      if ('missing' in dependency || dependency.files !== crate.files || names.has(dependency.name)) continue;
      names.add(dependency.name);
      open.push(dependency);
    }
  }
  return names;
}

/** An image with its tasks. Task indices are positions in the merged manifest, as the kernel has them. */
export function readImage(manifest: Manifest, crates: ReadonlyMap<string, Crate>, use: InterfaceUse): Image {
  const { table } = manifest;
  const taskTables = Object.entries(tableAt(table, 'tasks')).filter((entry): entry is [string, TomlTable] =>
    isTable(entry[1]),
  );
  const servedByTask = new Map(taskTables.map(([name, task]) => [name, use.servedBy(textAt(task, 'name') ?? '')]));
  return {
    name: textAt(table, 'name') ?? manifest.path,
    path: manifest.path,
    board: textAt(table, 'board'),
    chip: textAt(table, 'chip'),
    target: textAt(table, 'target'),
    tasks: taskTables.map(([name, task], index) => readTask(name, index, task)),
    config: tableAt(table, 'config'),
  };

  function readTask(name: string, index: number, task: TomlTable): Task {
    const crateName = textAt(task, 'name') ?? '';
    const crate = crates.get(crateName);
    const slots = readSlots(task['task-slots']);
    const findCalls = () =>
      [...new Set(slots.values())].flatMap((target) =>
        (servedByTask.get(target) ?? [])
          .filter((path) => crate && use.hasClient(crate, path))
          .map((path) => ({ path, task: target })),
      );
    const calls = new Memo<null, Task['calls']>();
    return {
      name,
      index,
      crate: crateName,
      features: textsAt(task, 'features'),
      notifications: textsAt(task, 'notifications'),
      slots,
      serves: servedByTask.get(name) ?? [],
      // It takes the dependencies of every crate, and only the site asks.
      get calls() {
        return calls.get(null, findCalls);
      },
      allowedCallers: readAllowedCallers(task),
      debug: DEBUG_CRATES.has(crateName),
      config: tableAt(task, 'config'),
    };
  }
}

/** `task-slots = ["sys", {spi = "spi2_driver"}]`: slot name -> task name. */
function readSlots(value: TomlValue | undefined): Map<string, string> {
  const slots = new Map<string, string>();
  for (const slot of Array.isArray(value) ? value : []) {
    if (typeof slot === 'string') slots.set(slot, slot);
    else if (isTable(slot)) {
      for (const [name, task] of Object.entries(slot)) if (typeof task === 'string') slots.set(name, task);
    }
  }
  return slots;
}

function readAllowedCallers(task: TomlTable): Map<string, readonly string[]> {
  const callers = tableAt(task, 'config', 'allowed-callers');
  // Inherited arrays append, so that a task may be named twice.
  return new Map(Object.keys(callers).map((operation) => [operation, [...new Set(textsAt(callers, operation))]]));
}
