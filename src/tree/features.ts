import type { Package, Requirement } from './cargo.ts';

/** Features of a package and of all that it is compiled with, in one build: what some dependent enables holds for all of them. */
export interface EnabledFeatures {
  /** Every package of the build, with its enabled features. */
  readonly packages: ReadonlyMap<Package, ReadonlySet<string>>;
}

/**
 * What Cargo enables when it builds a package for a target, as its resolver does since version 2: build and development dependencies
 * are apart. Source: https://doc.rust-lang.org/cargo/reference/features.html
 * @param features those asked for on the command line, beside the default ones
 */
export function enabledFeatures(root: Package, features: readonly string[]): EnabledFeatures {
  const build = new Build();
  build.add(root);
  for (const feature of ['default', ...features]) build.enable(root, feature);
  build.settle();
  return { packages: build.enabled };
}

class Build {
  readonly enabled = new Map<Package, Set<string>>();
  /** Requirements that are part of the build, of each package by name: optional ones only when something enables them. */
  readonly #active = new Map<Package, Set<string>>();
  readonly #requirements = new Map<Package, readonly Requirement[]>();
  /** `dependency?/feature`: enabled if something else makes the dependency part of the build. */
  readonly #weak: { owner: Package; dependency: string; feature: string }[] = [];

  add(added: Package): void {
    if (this.enabled.has(added)) return;
    this.enabled.set(added, new Set());
    this.#active.set(added, new Set());
    for (const requirement of this.#requirementsOf(added))
      if (!requirement.isOptional) this.#activate(added, requirement);
  }

  enable(owner: Package, feature: string): void {
    const slash = feature.indexOf('/');
    if (slash >= 0) {
      const [dependency = '', inner = ''] = feature.split('/');
      this.#enableInner(owner, dependency, inner);
      return;
    }
    if (feature.startsWith('dep:')) {
      this.#enableDependency(owner, feature.slice('dep:'.length));
      return;
    }
    const own = this.enabled.get(owner);
    if (!own || own.has(feature)) return;
    const parts = owner.features.get(feature);
    // An optional dependency that no feature names with `dep:` is a feature itself.
    if (!parts && !this.#requirementsOf(owner).some(({ name, isOptional }) => isOptional && name === feature)) return;
    own.add(feature);
    if (parts) for (const part of parts) this.enable(owner, part);
    else this.#enableDependency(owner, feature);
  }

  /** Enables what weak features ask for, until nothing more comes of it. */
  settle(): void {
    for (let before = -1; before !== this.#size(); ) {
      before = this.#size();
      for (const { owner, dependency, feature } of this.#weak) {
        if (this.#active.get(owner)?.has(dependency)) this.#enableOf(owner, dependency, feature);
      }
    }
  }

  #size(): number {
    return [...this.enabled.values()].reduce((sum, features) => sum + features.size + 1, 0);
  }

  #enableInner(owner: Package, dependency: string, feature: string): void {
    if (dependency.endsWith('?')) {
      this.#weak.push({ owner, dependency: dependency.slice(0, -1), feature });
      return;
    }
    this.#enableDependency(owner, dependency);
    this.#enableOf(owner, dependency, feature);
  }

  #enableOf(owner: Package, dependency: string, feature: string): void {
    for (const { name, package: found } of this.#requirementsOf(owner)) {
      if (name === dependency && found) this.enable(found, feature);
    }
  }

  #enableDependency(owner: Package, dependency: string): void {
    for (const requirement of this.#requirementsOf(owner)) {
      if (requirement.name === dependency) this.#activate(owner, requirement);
    }
  }

  #requirementsOf(owner: Package): readonly Requirement[] {
    const known = this.#requirements.get(owner) ?? owner.requirements;
    this.#requirements.set(owner, known);
    return known;
  }

  #activate(owner: Package, { name, package: found, defaultFeatures, features }: Requirement): void {
    this.#active.get(owner)?.add(name);
    if (!found) return;
    this.add(found);
    for (const feature of [...(defaultFeatures ? ['default'] : []), ...features]) this.enable(found, feature);
  }
}
