import { posix } from 'node:path';
import { type CheckInfo, type Diagnostic, derivation } from '../../text/index.ts';
import type { Package } from '../cargo.ts';
import { fileThatSays, type Manifest } from '../manifest.ts';
import type { Image, Task } from '../model.ts';
import { tomlSpan } from '../toml.ts';
import type { TreeModel } from '../tree-model.ts';
import { finding } from './finding.ts';
import { findPerImage } from './per-image.ts';

const info = {
  id: 'slot-leads-elsewhere',
  severity: 'warning',
  summary: 'A task slot should lead to a server of the interface that the code calls.',
} as const satisfies CheckInfo;

export const slotLeadsElsewhere = {
  ...info,
  find(model: TreeModel): Diagnostic[] {
    const clients = new SlotClients(model);
    return findPerImage(model.images, (image, manifest) => findInImage(image, manifest, clients));
  },
};

function findInImage(image: Image, manifest: Manifest, clients: SlotClients): Diagnostic[] {
  const byName = new Map(image.tasks.map((task) => [task.name, task]));
  return image.tasks.flatMap((task) =>
    [...task.slots].flatMap(([slot, target]) => {
      const server = byName.get(target);
      const called = server ? clients.of(task, slot) : [];
      if (!server || called.length === 0) return [];
      // What the code calls may depend on the board: one that fits is enough.
      if (called.some(({ paths }) => paths.some((path) => server.serves.includes(path)))) return [];
      const path = ['tasks', task.name, 'task-slots'];
      const file = fileThatSays(manifest.files, path, target);
      if (!file) return [];
      const names = [...new Set(called.map(({ name }) => `\`${name}\``))].join(' and ');
      const wanted = [
        ...new Set(called.map(({ name, paths }) => `\`${name}\` (${paths.map((one) => `\`${one}\``).join(', ')})`)),
      ].join(' or ');
      const message = `the task slot \`${slot}\` of \`${task.name}\` leads to \`${target}\`, which does not serve ${wanted}`;
      const fitting = image.tasks.filter(({ serves }) =>
        called.some(({ paths }) => paths.some((one) => serves.includes(one))),
      );
      const help =
        fitting.length > 0 ? `connect it to ${fitting.map(({ name }) => `\`${name}\``).join(' or ')}` : undefined;
      const note = `\`${task.crate}\` calls ${names} on this slot: another server gets the messages and rejects or misreads them`;
      return [finding(info, file.source, tomlSpan(file.source, path, target), message, { note, help })];
    }),
  );
}

interface CalledInterface {
  readonly name: string;
  /** Interface files of that name that the code has the client of. */
  readonly paths: readonly string[];
}

/** Which interfaces the code of a task calls over its slots: `Fan::from(FAN.get_task_id())` after `task_slot!(FAN, fan)`. */
class SlotClients {
  readonly #model: TreeModel;
  readonly #interfaces: ReadonlyMap<string, readonly { path: string; crates: ReadonlySet<string> }[]>;
  readonly #uses = new Map<Package, readonly { slot: string; type: string }[]>();
  readonly #called = new Map<string, ReadonlyMap<string, readonly CalledInterface[]>>();

  constructor(model: TreeModel) {
    this.#model = model;
    const interfaces = new Map<string, { path: string; crates: ReadonlySet<string> }[]>();
    for (const { path, stubs } of model.interfaceFiles) {
      const name = model.files.derived(interfaceName, path);
      const crates = new Set(stubs.filter(({ side }) => side === 'client').map(({ crate }) => crate.name));
      if (name && crates.size > 0) interfaces.set(name, [...(interfaces.get(name) ?? []), { path, crates }]);
    }
    this.#interfaces = interfaces;
  }

  /** Many images have one crate with the same slots. */
  of({ crate }: Task, slot: string): readonly CalledInterface[] {
    const known = this.#called.get(crate) ?? this.#calledFrom(crate);
    this.#called.set(crate, known);
    return known.get(slot) ?? [];
  }

  /** What a crate and all that it depends on call, by slot. */
  #calledFrom(crate: string): ReadonlyMap<string, readonly CalledInterface[]> {
    const reached = [...this.#reachedFrom(crate)];
    const names = new Set(reached.map((one) => one.crate.name));
    const uses = Map.groupBy(
      reached.flatMap((one) => this.#usesIn(one)),
      ({ slot }) => slot,
    );
    const interfacesOf = (name: string) => {
      const known = (this.#interfaces.get(name) ?? []).filter(({ crates }) => !crates.isDisjointFrom(names));
      return known.length > 0 ? [{ name, paths: known.map(({ path }) => path) }] : [];
    };
    return new Map(
      [...uses].map(([slot, of]) => [slot, [...new Set(of.map(({ type }) => type))].flatMap(interfacesOf)]),
    );
  }

  #reachedFrom(crate: string): ReadonlySet<Package> {
    const root = this.#model.packages.get(crate);
    const reached = new Set<Package>(root ? [root] : []);
    for (const one of reached) {
      for (const { package: found } of one.requirements) {
        if (found && found.crate.files === this.#model.files) reached.add(found);
      }
    }
    return reached;
  }

  #usesIn(found: Package): readonly { slot: string; type: string }[] {
    const known = this.#uses.get(found);
    if (known) return known;
    const uses = readUses(found);
    this.#uses.set(found, uses);
    return uses;
  }
}

/** The name in an interface file; null where none is to be seen. */
const interfaceName = derivation<string | null>({
  name: 'interface-name',
  module: 'src/tree/checks/slot-leads-elsewhere.ts',
  make: ({ text }) => /\bname\s*:\s*"(\w+)"/.exec(text)?.[1] ?? null,
  isSeen: true,
});

/** What a Rust file says of task slots. */
interface SlotWords {
  /** Constant and slot of each `task_slot!`. */
  readonly slots: readonly (readonly [constant: string, slot: string])[];
  /** Type and constant of each `Type::from(CONSTANT.get_task_id())`. */
  readonly uses: readonly (readonly [type: string, constant: string])[];
}

const slotWords = derivation<SlotWords>({
  name: 'slot-words',
  module: 'src/tree/checks/slot-leads-elsewhere.ts',
  make({ text }) {
    if (!/task_slot!|get_task_id/.test(text)) return { slots: [], uses: [] };
    const slots = text.matchAll(/\btask_slot!\s*\(\s*(?:pub(?:\([^)]*\))?\s+)?(\w+)\s*,\s*(\w+)\s*\)/g);
    // It begins with what is rare, and then looks back at the type: a search for a type first would stop at every word.
    const uses = text.matchAll(/::from\((?<=\b(\w+)::from\()\s*(?:\w+::)*(\w+)\s*\.get_task_id\(\)/g);
    const pairs = (matches: Iterable<RegExpExecArray>) =>
      [...matches].map(([, first = '', second = '']) => [first, second] as const);
    return { slots: pairs(slots), uses: pairs(uses) };
  },
  isSeen: true,
});

function readUses({ crate }: Package): { slot: string; type: string }[] {
  const paths = crate.files.list(posix.dirname(crate.root), '.rs');
  const words = paths.flatMap((path) => crate.files.derived(slotWords, path) ?? []);
  const slots = new Map(words.flatMap((one) => one.slots));
  return words.flatMap(({ uses }) =>
    uses.flatMap(([type, constant]) => {
      const slot = slots.get(constant);
      return slot === undefined ? [] : [{ slot, type }];
    }),
  );
}
