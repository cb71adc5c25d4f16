import type { CallSiteEntry, DiagnosticEntry, ImageEntry, InterfaceEntry, TaskEntry } from '../registry/index.ts';
import type { SourcePlace, TypeDefinition } from '../schema/index.ts';
import { isSafeAddress } from './markdown.ts';
import { slugsOf } from './slugs.ts';
import { keyed, list, registry, site, table, treeCommit, value } from './tracked.ts';
import { familyOf } from './type-text.ts';

/** What every page needs of this build, and the addresses of all pages. */
export { registry, site };

/** The address of a page or file of this site, at whatever base path it lies. */
export function url(path: string): string {
  return site.base + path;
}

export const interfacesBySlug = table(
  'interface of slug',
  () => new Map(registry.interfaces.map((entry) => [entry.slug, entry])),
);
const interfacesByPath = table(
  'interface at path',
  () => new Map(registry.interfaces.map((entry) => [entry.path, entry])),
);
const pathsOfName = table('paths of name', () => {
  const byName = Map.groupBy(registry.interfaces, ({ name }) => name);
  return new Map([...byName].map(([name, entries]) => [name, entries.map(({ path }) => path)]));
});
/** The name of its file, where another interface of the tree has the same name: only the file tells which one is meant. */
export function fileOf({ name, path }: { readonly name: string; readonly path: string }): string | undefined {
  const isShared = pathsOfName.get(name)?.some((other) => other !== path) === true;
  return isShared
    ? path
        .split('/')
        .at(-1)
        ?.replace(/\.idol$/, '')
    : undefined;
}
/** Its name as plain text, with its file where the name alone could be another's. */
export function interfaceLabel(entry: { readonly name: string; readonly path: string }): string {
  const file = fileOf(entry);
  return file === undefined ? entry.name : `${entry.name} (${file})`;
}
const typeSlugs = table('slug of type', () => slugsOf(Object.keys(registry.types)));
const imageSlugs = table('slug of image', () =>
  slugsOf(
    registry.images.map(({ path }) => path),
    (path) => path.replace(/^app\//, '').replace(/\.toml$/, ''),
  ),
);
const checkSlugs = table('check', () => new Map(site.checks.map(({ slug }) => [slug, true])));
export const taskNames = list('task names', () =>
  [...new Set(registry.images.flatMap(({ tasks }) => tasks.map(({ name }) => name)))].sort(),
);
const taskSlugs = table('slug of task', () => slugsOf(taskNames));

export const interfaceUrl = (entry: InterfaceEntry) => url(`interfaces/${entry.slug}/`);
export const sourcePageUrl = (entry: InterfaceEntry) => url(`interfaces/${entry.slug}/source/`);
export const typeSlug = (id: string) => typeSlugs.get(id) as string;
export const typeUrl = (id: string) => (typeSlugs.has(id) ? url(`types/${typeSlug(id)}/`) : undefined);
export const imageSlug = (image: ImageEntry) => imageSlugs.get(image.path) as string;
export const imageUrl = (image: ImageEntry) => url(`images/${imageSlug(image)}/`);
export const taskSlug = (name: string) => taskSlugs.get(name) as string;
/** Undefined for a name that no image has: `allowed-callers` may name a task of another image. */
export const taskUrl = (name: string) => (taskSlugs.has(name) ? url(`tasks/${taskSlug(name)}/`) : undefined);
export const checkUrl = (id: string) => (checkSlugs.has(id) ? url(`checks/${id}/`) : undefined);

/**
 * Where a place of the tree can be read: its repository, else our own page of an interface file, else nowhere.
 * `commit` is that of a release, or null for one without; undefined stands for the tree of this build.
 */
export function placeUrl({ path, line }: SourcePlace, commit?: string | null): string | undefined {
  if (commit === null) return undefined;
  const { sourceUrl } = registry;
  if (sourceUrl && isSafeAddress(sourceUrl)) {
    const ofCommit =
      commit === undefined ? sourceUrl : sourceUrl.replace(`/blob/${registry.revision.commit}`, `/blob/${commit}`);
    return `${ofCommit}/${path.split('/').map(encodeURIComponent).join('/')}#L${line}`;
  }
  const entry = commit === undefined || isTreeCommit(commit) ? interfacesByPath.get(path) : undefined;
  return entry && `${sourcePageUrl(entry)}#L${line}`;
}

/** Whether a release is of the commit of this build's tree. */
const isTreeCommit = keyed('is commit of tree', (commit) => commit === treeCommit());

export const placeText = ({ path, line }: SourcePlace) => `${path}:${line}`;

export interface TaskUse {
  image: ImageEntry;
  task: TaskEntry;
}

function group(pick: (use: TaskUse) => readonly string[]): Map<string, TaskUse[]> {
  const uses = new Map<string, TaskUse[]>();
  for (const image of registry.images) {
    for (const task of image.tasks) {
      for (const key of new Set(pick({ image, task }))) {
        const list = uses.get(key);
        if (list) list.push({ image, task });
        else uses.set(key, [{ image, task }]);
      }
    }
  }
  return uses;
}

/** By interface slug: the tasks that serve it. */
export const serversOf = table('servers of interface', () => group(({ task }) => task.serves));
/** The first of several tasks that serve an interface in one image; undefined where one at most does. */
export function oneOfSeveralServers(slug: string): string | undefined {
  const uses = serversOf.get(slug) ?? [];
  return uses.find(({ image, task }) => uses.some((other) => other.image === image && other.task !== task))?.task.name;
}

/** By interface slug: the tasks that reach a server of it over a slot. */
export const callersOf = table('callers of interface', () =>
  group(({ task }) => task.calls.map((call) => call.interface)),
);
/** Who alone may call a restricted operation: each list of tasks with the images in which it holds. Not known of old versions. */
export function allowedCallersOf(entry: InterfaceEntry, operation: string): { callers: string[]; uses: TaskUse[] }[] {
  const byCallers = new Map<string, { callers: string[]; uses: TaskUse[] }>();
  if (interfacesBySlug.get(entry.slug) !== entry) return [];
  const restricted = new Set(entry.crates.filter((crate) => crate.restricted).map(({ name }) => name));
  for (const use of serversOf.get(entry.slug) ?? []) {
    const listed = use.task.allowedCallers[operation];
    if (!listed || !restricted.has(use.task.crate)) continue;
    const callers = [...listed].sort();
    const group = byCallers.get(callers.join(' '));
    if (group) group.uses.push(use);
    else byCallers.set(callers.join(' '), { callers, uses: [use] });
  }
  return [...byCallers.values()];
}

/** Uses of the client's method for an operation, and the tasks that may call it and are compiled with that code. */
export function callSitesOf(
  { slug }: InterfaceEntry,
  operation: string,
): { sites: CallSiteEntry[]; callers: TaskUse[] } {
  const sites = callSitesByOperation.get(`${slug} ${operation}`) ?? [];
  const crates = new Set(sites.filter(({ isCall }) => isCall).flatMap(({ crate }) => compiledInto.get(crate) ?? []));
  return { sites, callers: (callersOf.get(slug) ?? []).filter(({ task }) => crates.has(task.crate)) };
}

const callSitesByOperation = table('call sites', () =>
  Map.groupBy(registry.callSites, (one) => `${one.interface} ${one.operation}`),
);

const compiledInto = table('compiled into', () => new Map(Object.entries(registry.compiledInto)));

/** By task name: every image that has one. */
export const usesOfTask = table('uses of task', () => group(({ task }) => [task.name]));

/** What a type is to an operation. */
export type TypeRole = 'argument' | 'reply' | 'error' | 'lease' | 'message';

export interface TypeUse {
  entry: InterfaceEntry;
  operation: { name: string; number: number };
  roles: TypeRole[];
}

/** By type id: the operations whose message, reply, error or leases reach it. */
export const operationsOfType = table('operations of type', () => {
  const uses = new Map<string, TypeUse[]>();
  for (const entry of registry.interfaces) {
    for (const operation of entry.schema?.operations ?? []) {
      const { args, reply, leases } = operation;
      const parts: [TypeRole, unknown][] = [
        [entry.kind === 'messages' ? 'message' : 'argument', args],
        ['reply', reply.ok],
        ['error', reply.kind === 'Result' ? reply.error : undefined],
        ['lease', leases],
      ];
      const roles = new Map<string, TypeRole[]>();
      for (const [role, part] of parts) {
        for (const id of namedTypes(part, registry.types)) roles.set(id, [...(roles.get(id) ?? []), role]);
      }
      for (const [id, found] of roles) uses.set(id, [...(uses.get(id) ?? []), { entry, operation, roles: found }]);
    }
  }
  return uses;
});

/** Ids of the named types inside any part of a schema, and inside their definitions. */
function namedTypes(value: unknown, types: Record<string, TypeDefinition>): Set<string> {
  const found = new Set<string>();
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (Array.isArray(next)) open.push(...next);
    else if (typeof next === 'object' && next !== null) {
      if ('kind' in next && next.kind === 'named' && 'id' in next && typeof next.id === 'string') {
        const definition = types[next.id];
        if (definition && !found.has(next.id)) {
          found.add(next.id);
          open.push(definition);
        }
      } else open.push(...Object.values(next));
    }
  }
  return found;
}

/** Every page asks that, and few what types there are. */
export const hasTypes = value('has types', () => Object.keys(registry.types).length > 0);

/** Ids of all definitions of one type: several where images differ. */
export const typesOfFamily = table('types of family', () => Map.groupBy(Object.keys(registry.types), familyOf));

/** Definitions of this tree with some ids, and those that they name, in a table of their own: what is remembered of a table is then of one page. */
export function definitionsOf(ids: readonly string[]): Record<string, TypeDefinition> {
  const known = registry.types;
  const own = ids.filter((id) => known[id]);
  const inner = namedTypes(
    own.map((id) => known[id]),
    known,
  );
  return Object.fromEntries([...own, ...inner].map((id) => [id, known[id] as TypeDefinition]));
}

/** How many findings of each check this tree has. */
export const findingsOfCheck = table('findings of check', () => {
  const byCheck = Map.groupBy(registry.diagnostics, ({ check }) => check);
  return new Map([...byCheck].map(([check, all]) => [check, all.length]));
});

const diagnosticAt = keyed('finding', (index) => registry.diagnostics[Number(index)]);
export const diagnosticsOf = (entry: InterfaceEntry): DiagnosticEntry[] =>
  entry.diagnostics.flatMap((index) => diagnosticAt(String(index)) ?? []);

/** "1 operation", "3 operations". */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** Names of other pages below an interface. */
const TAKEN = /^(?:source|history|diff|v\d+)$/i;
/** By interface slug and operation number. A file with errors may hold two operations of one name. */
const operationSlugs = table(
  'slugs of operations',
  () =>
    new Map(
      registry.interfaces.map(({ slug, operations }) => {
        const names = new Map(operations.map(({ number, name }) => [String(number), name]));
        const nameOf = (number: string) => {
          const name = names.get(number) ?? number;
          return TAKEN.test(name) ? `${name}-operation` : name;
        };
        return [slug, slugsOf(names.keys(), nameOf)];
      }),
    ),
);

/** Last part of the address of an operation's page. */
export function operationSlug({ slug }: InterfaceEntry, number: number): string {
  return operationSlugs.get(slug)?.get(String(number)) as string;
}

/** The page of an operation of this build's tree. */
export function operationUrl(entry: InterfaceEntry, { number }: { number: number }): string {
  return `${interfaceUrl(entry)}${operationSlug(entry, number)}/`;
}

/** Fragment of an operation on its interface's page: `op-<name>`, which a file with errors may hold twice or not as a word. */
export function operationId(entry: InterfaceEntry, { name, number }: { name: string; number: number }): string {
  const first = entry.operations.find((operation) => operation.name === name);
  const isPlain = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && (first === undefined || first.number === number);
  return isPlain ? `op-${name}` : `op-${number}`;
}
