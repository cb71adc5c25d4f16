import { Memo } from '../engine/index.ts';
import type { Package } from './cargo.ts';
import { enabledFeatures } from './features.ts';
import type { Image, InterfaceFile } from './model.ts';

/** One task of an image, as far as it decides what an interface's types are there. */
export interface TaskBuild {
  readonly image: Image;
  readonly task: string;
  /**
   * Whether a feature of a crate is enabled in this task.
   * @param crate as Rust code writes it
   * @returns undefined when the task is not compiled with the crate, or the crate has no such feature
   */
  hasFeature(crate: string, feature: string): boolean | undefined;
  /**
   * Whether some crate of this task turns on a feature of a dependency: `idol/no-counters`. Crates of one task share what they are
   * built with.
   */
  enables(dependencyFeature: string): boolean;
}

/** What a task is compiled with. */
interface Compiled {
  /** Packages by the name that Rust code has for them, with the features that are enabled of each. */
  readonly packages: ReadonlyMap<string, { readonly package: Package; readonly features: ReadonlySet<string> }>;
  /** Features of dependencies that these features turn on, such as `idol/no-counters`. */
  readonly turnedOn: ReadonlySet<string>;
}

/** The tasks of an image, as far as interfaces ask for them. */
interface ImageTasks {
  readonly image: Image;
  /** Names of the tasks that serve an interface, by its path. */
  readonly servers: ReadonlyMap<string, ReadonlySet<string>>;
  readonly tasks: readonly {
    readonly name: string;
    readonly crate: string;
    readonly features: readonly string[];
    /** Equal for tasks of one crate with the same features. */
    readonly key: string;
    /** The task itself, and those that it has slots for. */
    readonly reached: readonly string[];
  }[];
}

/** Finds the tasks that an interface is compiled into, and with which features. */
export class TaskBuilds {
  readonly #packages: ReadonlyMap<string, Package>;
  readonly #images: readonly Image[];
  /** Tasks of one crate with the same features are one build. */
  readonly #compiled = new Memo<string, Compiled>();

  #tasks: readonly ImageTasks[] | undefined;

  constructor(packages: ReadonlyMap<string, Package>, images: readonly Image[]) {
    this.#packages = packages;
    this.#images = images;
  }

  /** Images with a task that serves the interface. */
  imagesOf({ path }: InterfaceFile): readonly Image[] {
    return this.#serving(path).map(({ image }) => image);
  }

  /** Tasks that serve the interface, or have a slot for one that does and are compiled with the client of it. */
  of({ path, stubs }: InterfaceFile): TaskBuild[] {
    const crates = [...new Set(stubs.map(({ crate }) => crate.externName))];
    return this.#serving(path).flatMap(({ image, servers, tasks }) => {
      const serving = servers.get(path);
      return tasks.flatMap(({ name, crate, features, key, reached }): TaskBuild[] => {
        if (!reached.some((task) => serving?.has(task))) return [];
        const compiled = this.#compiledAs(key, crate, features);
        if (!compiled || !crates.some((each) => compiled.packages.has(each))) return [];
        const hasFeature = (owner: string, feature: string) => {
          const known = compiled.packages.get(owner);
          const isDeclared = known?.package.features.has(feature) || known?.features.has(feature);
          return isDeclared ? known?.features.has(feature) : undefined;
        };
        return [{ image, task: name, hasFeature, enables: (feature) => compiled.turnedOn.has(feature) }];
      });
    });
  }

  #serving(path: string): readonly ImageTasks[] {
    this.#tasks ??= this.#images.map(tasksOf);
    return this.#tasks.filter(({ servers }) => servers.has(path));
  }

  #compiledAs(key: string, crate: string, features: readonly string[]): Compiled | undefined {
    const root = this.#packages.get(crate);
    return root && this.#compiled.get(key, () => compile(root, features));
  }
}

function tasksOf(image: Image): ImageTasks {
  const servers = new Map<string, Set<string>>();
  for (const { name, serves } of image.tasks) {
    for (const path of serves) servers.set(path, (servers.get(path) ?? new Set<string>()).add(name));
  }
  const tasks = image.tasks.map(({ name, crate, features, slots }) => ({
    name,
    crate,
    features,
    key: JSON.stringify([crate, ...[...new Set(features)].sort()]),
    reached: [name, ...slots.values()],
  }));
  return { image, servers, tasks };
}

function compile(root: Package, features: readonly string[]): Compiled {
  const enabled = [...enabledFeatures(root, features).packages];
  const turnedOn = enabled.flatMap(([{ features: declared }, on]) =>
    [...on].flatMap((feature) => declared.get(feature) ?? []).map((part) => part.replace('?/', '/')),
  );
  return {
    packages: new Map(enabled.map(([found, on]) => [found.crate.externName, { package: found, features: on }])),
    turnedOn: new Set(turnedOn),
  };
}
