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

/** Finds the tasks that an interface is compiled into, and with which features. */
export class TaskBuilds {
  readonly #packages: ReadonlyMap<string, Package>;
  readonly #images: readonly Image[];
  /** Tasks of one crate with the same features are one build. */
  readonly #enabled = new Memo<string, ReadonlyMap<string, { package: Package; features: ReadonlySet<string> }>>();

  /** Images by the interfaces that their tasks serve. */
  #serving: ReadonlyMap<string, readonly Image[]> | undefined;

  constructor(packages: ReadonlyMap<string, Package>, images: readonly Image[]) {
    this.#packages = packages;
    this.#images = images;
  }

  /** Images with a task that serves the interface. */
  imagesOf({ path }: InterfaceFile): readonly Image[] {
    this.#serving ??= imagesByInterface(this.#images);
    return this.#serving.get(path) ?? [];
  }

  /** Tasks that serve the interface, or have a slot for one that does and are compiled with the client of it. */
  of({ path, stubs }: InterfaceFile): TaskBuild[] {
    const crates = new Set(stubs.map(({ crate }) => crate.externName));
    return this.#images.flatMap((image) => {
      const servers = new Set(image.tasks.filter(({ serves }) => serves.includes(path)).map(({ name }) => name));
      const tasks = image.tasks.filter(
        ({ name, slots }) => !servers.isDisjointFrom(new Set([name, ...slots.values()])),
      );
      return tasks.flatMap(({ name, crate, features }): TaskBuild[] => {
        const enabled = this.#enabledIn(crate, features);
        if (!enabled || crates.isDisjointFrom(new Set(enabled.keys()))) return [];
        const hasFeature = (owner: string, feature: string) => {
          const known = enabled.get(owner);
          const isDeclared = known?.package.features.has(feature) || known?.features.has(feature);
          return isDeclared ? known?.features.has(feature) : undefined;
        };
        const enables = (dependencyFeature: string) =>
          [...enabled.values()].some(({ package: { features: declared }, features: on }) =>
            [...on].some((one) => declared.get(one)?.some((part) => part.replace('?/', '/') === dependencyFeature)),
          );
        return [{ image, task: name, hasFeature, enables }];
      });
    });
  }

  #enabledIn(crate: string, features: readonly string[]) {
    const root = this.#packages.get(crate);
    if (!root) return undefined;
    const key = JSON.stringify([crate, ...new Set(features)].sort());
    return this.#enabled.get(key, () => {
      const { packages } = enabledFeatures(root, features);
      return new Map(
        [...packages].map(([found, enabled]) => [found.crate.externName, { package: found, features: enabled }]),
      );
    });
  }
}

function imagesByInterface(images: readonly Image[]): Map<string, Image[]> {
  const found = new Map<string, Image[]>();
  for (const image of images) {
    for (const path of new Set(image.tasks.flatMap(({ serves }) => serves))) {
      const known = found.get(path) ?? [];
      known.push(image);
      found.set(path, known);
    }
  }
  return found;
}
