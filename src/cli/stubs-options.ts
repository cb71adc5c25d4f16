import { conditionsNamed, contractFiles, generator, interfaceNamed } from '../api/index.ts';
import type { Side } from '../idol/index.ts';
import { buildConfigurations, runtimeOf, type ScannedInterface, stubSettings } from '../registry/index.ts';
import { type Holds, predicatesOf } from '../schema/index.ts';
import { DEFAULT_RUST_OPTIONS, type Generation, type RustOptions } from '../stubs/index.ts';
import { nearestFirst, suggest } from '../text/index.ts';
import type { Image, InterfaceFile, StubUse, Workspace } from '../tree/index.ts';
import type { Project } from './project.ts';
import { CannotRun, orCannotRun } from './session.ts';

/** What the command line of `stubs` says. */
export interface StubsOptions {
  readonly tree: string;
  readonly lang: 'rust' | 'typescript';
  readonly side?: Side;
  readonly out?: string;
  readonly check?: boolean;
  /** Package name of the crate whose server is meant. */
  readonly server?: string;
  readonly style?: 'in-order' | 'pipelined';
  readonly image?: string;
  readonly when: readonly string[];
  readonly allow: readonly string[];
  readonly counters?: boolean;
  readonly combineClientErrors?: boolean;
  readonly derive: readonly string[];
  readonly panics: RustOptions['panics'];
  readonly infallible: RustOptions['infallible'];
  readonly failServer?: RustOptions['failServer'];
  readonly generation?: Generation;
  readonly runtime: string;
}

/**
 * The interfaces and message contracts that a word means: a name, a path or its end, an address on the site. Without a word: all.
 */
export function chooseInterfaces(
  project: Pick<Project, 'tree' | 'workspace' | 'config'>,
  word: string | undefined,
): readonly InterfaceFile[] {
  if (word !== undefined) return [orCannotRun(interfaceNamed(project, word))];
  const { interfaceFiles } = project.workspace;
  const contracts = contractFiles(project.config);
  return [...interfaceFiles, ...contracts.filter(({ path }) => interfaceFiles.every((file) => file.path !== path))];
}

/**
 * The sides to generate: the one asked for, else those that the tree builds, else both. Of all interfaces of a tree, only those
 * sides are meant that it builds: an interface may be such that it has no client.
 */
export function sidesOf({ stubs }: InterfaceFile, isNamed: boolean, { side }: StubsOptions): readonly Side[] {
  const both: readonly Side[] = ['client', 'server'];
  const built = both.filter((each) => stubs.some((use) => use.side === each));
  if (side === undefined) return built.length > 0 ? built : both;
  return isNamed || built.length === 0 || built.includes(side) ? [side] : [];
}

/** The call of a build script that a stub is made as: the first of its side, or that of the crate that `--server` names. */
export function stubUse({ path, stubs }: InterfaceFile, side: Side, { server }: StubsOptions): StubUse | undefined {
  const uses = stubs.filter((use) => use.side === side);
  if (side === 'client' || server === undefined) return uses[0];
  const found = uses.find(({ crate }) => crate.name === server);
  if (found) return found;
  const names = uses.map(({ crate }) => crate.name);
  const near = suggest(server, names) ?? names.join(', ');
  const help = names.length === 0 ? 'no crate of the tree builds a server of it' : `did you mean: ${near}?`;
  throw new CannotRun(`the crate \`${server}\` builds no server of \`${path}\``, help);
}

/** Whether the image builds the stub with Idol's feature `no-counters`: its default is then to count nothing. */
function isWithoutCounters(
  { workspace }: Project,
  file: InterfaceFile,
  use: StubUse | undefined,
  options: StubsOptions,
) {
  if (options.image === undefined || use === undefined) return false;
  const image = findImage(workspace.images, options.image);
  const builds = workspace.builds.of(file).filter((build) => build.image === image);
  const own = builds.filter(
    ({ task }) =>
      use.side === 'client' || image.tasks.some(({ name, crate }) => name === task && crate === use.crate.name),
  );
  return own.length > 0 && own.every((build) => build.enables('idol/no-counters'));
}

/** The options of one stub. What the command line leaves open is as the tree has it. */
export function rustOptions(
  project: Project,
  { file }: ScannedInterface,
  side: Side,
  options: StubsOptions,
): RustOptions {
  const runtime = runtimeOf(project.tree);
  const use = stubUse(file, side, options);
  const uses = use === undefined ? [] : [use];
  const built = stubSettings(runtime, uses, isWithoutCounters(project, file, use, options))[side];
  const treeStyle = (side === 'server' ? use : stubUse(file, 'server', options))?.style;
  const styles = { 'in-order': 'InOrder', pipelined: 'Pipelined' } as const;
  const style = options.style ? styles[options.style] : (treeStyle ?? DEFAULT_RUST_OPTIONS.style);
  // What the build demands of its own server says nothing of one in the other style.
  const failServer = style === treeStyle ? built.failServer : DEFAULT_RUST_OPTIONS.failServer;
  return {
    ...DEFAULT_RUST_OPTIONS,
    origin: { generator: generator() },
    generation: options.generation ?? runtime.generation,
    derives: [...built.derives, ...options.derive],
    counters: {
      client: options.counters ?? built.counters.client,
      server: options.counters ?? built.counters.server,
      combineClientErrors: options.combineClientErrors ?? built.counters.combineClientErrors,
    },
    panics: options.panics,
    infallible: options.infallible,
    style,
    failServer: options.failServer ?? failServer,
    allowedCallers: side === 'server' ? allowedCallers(project, file, options) : DEFAULT_RUST_OPTIONS.allowedCallers,
  };
}

/** What is said to hold for what differs between images or with `cfg`; undefined when that stays open. */
export function holdsOf(
  { workspace }: Project,
  chosen: readonly ScannedInterface[],
  { image, when }: StubsOptions,
): Holds | undefined {
  const name = image === undefined ? undefined : findImage(workspace.images, image).name;
  const schemas = chosen.flatMap(({ schema }) => schema ?? []);
  if (when.length > 0) return [...(name === undefined ? [] : [name]), ...orCannotRun(conditionsNamed(when, schemas))];
  return name === undefined ? undefined : heldInImage(name, chosen, workspace);
}

/** What holds in an image for these interfaces. Where it does not build one of them in one way alone, its predicates stay open. */
function heldInImage(name: string, chosen: readonly ScannedInterface[], workspace: Workspace): Holds {
  const ways = chosen.flatMap(({ file, schema }) => {
    if (!schema || predicatesOf(schema).length === 0) return [];
    const built = buildConfigurations(schema, file, workspace) ?? [];
    return [built.filter(({ images }) => images.includes(name))];
  });
  if (!ways.every((each) => each.length === 1)) return { image: name };
  return [name, ...new Set(ways.flat().flatMap(({ holds }) => holds))];
}

function allowedCallers({ workspace }: Project, { path }: InterfaceFile, options: StubsOptions): Map<string, number[]> {
  const image = options.image === undefined ? undefined : findImage(workspace.images, options.image);
  const callers = new Map<string, number[]>();
  const servers = image?.tasks.filter((task) => task.serves.includes(path) && task.allowedCallers.size > 0) ?? [];
  if (servers.length > 1) {
    const names = servers.map(({ name }) => `\`${name}\``).join(' and ');
    throw new CannotRun(`${names} of the image both restrict \`${path}\``, 'say the callers with `--allow`');
  }
  for (const [operation, tasks] of servers[0]?.allowedCallers ?? []) {
    callers.set(
      operation,
      tasks.map((task) => taskIndex(image, task)),
    );
  }
  for (const entry of options.allow) {
    const [operation, tasks] = entry.split('=', 2);
    if (!operation || tasks === undefined) throw new CannotRun(`\`--allow ${entry}\` is not \`operation=task,…\``);
    callers.set(
      operation,
      tasks
        .split(',')
        .filter((task) => task !== '')
        .map((task) => taskIndex(image, task)),
    );
  }
  return callers;
}

/** The image of that name or path. */
export function findImage(images: readonly Image[], word: string): Image {
  const found = images.find(({ name, path }) => name === word || path === word);
  if (found) return found;
  throw new CannotRun(
    `the tree has no image \`${word}\``,
    nearestFirst(
      word,
      images.map(({ name }) => name),
      'images',
    ),
  );
}

function taskIndex(image: Image | undefined, task: string): number {
  if (/^\d+$/.test(task)) return Number(task);
  if (image === undefined)
    throw new CannotRun(`\`${task}\` is the name of a task`, 'say with `--image` in which image');
  const found = image.tasks.find(({ name }) => name === task);
  if (found) return found.index;
  const names = image.tasks.map(({ name }) => name);
  throw new CannotRun(`the image \`${image.name}\` has no task \`${task}\``, nearestFirst(task, names, 'tasks'));
}
