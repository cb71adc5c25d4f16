import { type DiagnosticEntry, diagnosticEntry, type ScannedInterface } from '../registry/index.ts';
import type { InterfaceSchema } from '../schema/index.ts';
import type { InterfaceFile } from '../tree/index.ts';
import { interfaceNamed } from './named.ts';
import { openProject, type Project, type TreeOptions } from './open-project.ts';
import { attempt, given, type Outcome, withheld } from './outcome.ts';

/** Key of what functions of this package need to know of an interface, and nobody else. */
const origin: unique symbol = Symbol('origin');

/** An interface of a tree with its types resolved: what {@link readInterface} gives and other functions take. */
export interface TreeInterface {
  readonly name: string;
  /** Of its file, relative to the root of the tree, with `/`. */
  readonly path: string;
  /** Its operations, and the types that they reach. */
  readonly schema: InterfaceSchema;
  readonly [origin]: unknown;
}

/** Where an interface was read from. */
export interface Origin extends ScannedInterface {
  readonly project: Project;
}

/** Where an interface was read from: what {@link TreeInterface} holds under a key that only this module has. */
export function originOf(one: TreeInterface): Origin {
  return one[origin] as Origin;
}

/** All interfaces of a tree. */
export interface TreeInterfaces {
  /** By path. */
  readonly interfaces: readonly TreeInterface[];
  /** Files with errors, which leave open what they mean. */
  readonly broken: readonly { readonly path: string; readonly findings: readonly DiagnosticEntry[] }[];
}

/**
 * Reads one interface of a tree.
 *
 * @param path root of a Hubris tree, or a build archive. Hubpack and Ssmarshal types of an archive are assumed to have no serde attributes.
 * @param name of the interface, its file, or its address on the site
 */
export function readInterface(path: string, name: string, options: TreeOptions = {}): Outcome<TreeInterface> {
  return attempt(() => {
    const project = openProject(path, options);
    if (!project.ok) return project;
    const file = interfaceNamed(project.value, name);
    if (!file.ok) return file;
    const { interfaces, broken } = read(project.value, [file.value]);
    const [only] = interfaces;
    if (only) return given(only);
    return withheld('invalid-interface', `\`${file.value.path}\` has errors`, { findings: broken[0]?.findings ?? [] });
  });
}

/**
 * Reads all interfaces of a tree.
 *
 * @param path as {@link readInterface} takes it
 */
export function readInterfaces(path: string, options: TreeOptions = {}): Outcome<TreeInterfaces> {
  return attempt(() => {
    const project = openProject(path, options);
    return project.ok ? given(read(project.value, project.value.workspace.interfaceFiles)) : project;
  });
}

function read(project: Project, interfaceFiles: readonly InterfaceFile[]): TreeInterfaces {
  const interfaces: TreeInterface[] = [];
  const broken: { path: string; findings: DiagnosticEntry[] }[] = [];
  const results = project.results.assuming('derived');
  for (const { path } of interfaceFiles) {
    const one = results.interface(path);
    const { schema } = one;
    if (schema) interfaces.push({ name: schema.name, path, schema, [origin]: { ...one, project } satisfies Origin });
    else {
      const errors = one.check().filter(({ severity, source }) => severity === 'error' && source.path === path);
      broken.push({ path, findings: errors.map(diagnosticEntry) });
    }
  }
  return { interfaces, broken };
}
