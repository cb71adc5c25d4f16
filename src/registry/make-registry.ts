import type { TypeTable } from '../schema/index.ts';
import type { Image, StubUse, Tree, Workspace } from '../tree/index.ts';
import { diagnosticEntry } from './check-report.ts';
import { type Config, DEFAULT_CONFIG } from './config.ts';
import { slugsOfTree } from './interface-slugs.ts';
import type { CallSiteEntry, DiagnosticEntry, ImageEntry, InterfaceEntry, Registry, TaskEntry } from './model.ts';
import { operationEntry } from './operation-entry.ts';
import type { Scan, ScannedInterface } from './scanned-interface.ts';
import { firstSettings, runtimeOf, stubVariants } from './stub-settings.ts';

/**
 * What the site shows of one revision, as plain JSON. `generator` is the name and version of this program; `knownSlugs` are the
 * addresses that interfaces have in its history.
 */
export function makeRegistry(
  tree: Tree,
  workspace: Workspace,
  scan: Scan,
  config: Config,
  generator: string,
  knownSlugs?: ReadonlyMap<string, string>,
): Registry {
  const diagnostics = scan.diagnostics.map(diagnosticEntry);
  const paths = (kind: ScannedInterface['kind']) =>
    scan.interfaces.filter((one) => one.kind === kind).map(({ file }) => file.path);
  const slugs = slugsOfTree(paths('interface'), paths('messages'), knownSlugs);
  const types: TypeTable = {};
  for (const { schema } of scan.interfaces) Object.assign(types, schema?.types);
  const sourceUrl = sourceAddress(tree, config);
  const runtime = runtimeOf(tree);
  const audiences = Object.entries(config.breaking.interfaces).flatMap(([glob, { audience }]) =>
    audience ? [{ glob, audience }] : [],
  );
  return {
    title: titleOf(tree, config),
    generator,
    revision: { label: labelOf(tree), ...(tree.commit && { commit: tree.commit }) },
    ...(sourceUrl && { sourceUrl }),
    stubGeneration: runtime.generation,
    interfaces: scan.interfaces.map((one) => interfaceEntry(one, slugs, tree, workspace, diagnostics)),
    types,
    images: workspace.images.map((image) => imageEntry(image, slugs)),
    diagnostics,
    ...callersIn(scan, slugs),
    ...(audiences.length > 0 && { audiences }),
  };
}

/** The configured title; without one, the name of the repository. A folder may be called anything. */
function titleOf(tree: Tree, config: Config): string {
  const name = (config.web ?? tree.web)?.split('/').at(-1);
  return config.title === DEFAULT_CONFIG.title && name ? name : config.title;
}

/** What pages call the tree: the revision that was asked for, or a checkout's working tree. */
function labelOf({ label, skipped, commit, prefix }: Tree): string {
  const isCheckout = skipped !== undefined && commit !== undefined && prefix === '';
  return isCheckout ? 'working tree' : label;
}

/** Where the tree's files can be read on the web: at a fixed commit, so that lines stay where they are. */
function sourceAddress(tree: Tree, config: Config): string | undefined {
  const web = config.web ?? tree.web;
  if (!web || !tree.commit) return undefined;
  return [`${web}/blob/${tree.commit}`, ...(tree.prefix ? [tree.prefix] : [])].join('/');
}

function interfaceEntry(
  { kind, file, interface: read, schema, layouts }: ScannedInterface,
  slugs: ReadonlyMap<string, string>,
  tree: Tree,
  workspace: Workspace,
  diagnostics: readonly DiagnosticEntry[],
): InterfaceEntry {
  const runtime = runtimeOf(tree);
  const slug = slugs.get(file.path) ?? file.path;
  const stubs = stubVariants(runtime, file, workspace);
  const own = diagnostics.flatMap((entry, index) => (isOf(entry, kind, file.path, read) ? [index] : []));
  return {
    kind,
    slug,
    path: file.path,
    name: read?.name.text || slug,
    ...(read?.doc && { doc: read.doc.text }),
    operations: read?.operations.map((operation) => operationEntry(operation, read.source, kind)) ?? [],
    ...(schema && { schema }),
    layouts,
    crates: file.stubs.map(crateEntry),
    settings: firstSettings(runtime, stubs),
    ...(stubs.length > 0 && { stubVariants: stubs }),
    diagnostics: own,
    text: kind === 'messages' ? (read?.source.slice(read.span) ?? '') : (tree.files.read(file.path)?.text ?? ''),
  };
}

/** Who calls what, by slugs in place of paths. */
function callersIn(
  { callers = { sites: [], compiledInto: {} } }: Scan,
  slugs: ReadonlyMap<string, string>,
): Pick<Registry, 'callSites' | 'compiledInto'> {
  const { sites, compiledInto } = callers;
  return {
    callSites: sites.map(
      ({ interface: path, operation, crate, line, column, path: at, isCall }): CallSiteEntry => ({
        interface: slugs.get(path) ?? path,
        operation,
        crate,
        place: { path: at, line, column },
        isCall,
      }),
    ),
    compiledInto,
  };
}

/** Whether a finding is in an interface file, or in the part of the configuration that is a message contract. */
function isOf(
  { place }: DiagnosticEntry,
  kind: ScannedInterface['kind'],
  path: string,
  read: ScannedInterface['interface'],
): boolean {
  if (kind === 'interface' || !read) return place.path === path;
  const { source, span } = read;
  const [first, last] = [source.position(span.start).line, source.position(span.end).line];
  return place.path === source.path && place.line >= first && place.line <= last;
}

function crateEntry({ crate, side, style, restricted }: StubUse): InterfaceEntry['crates'][number] {
  const path = crate.root.replace(/\/?src\/[^/]+$/, '');
  return { name: crate.name, path, side, ...(style && { style }), restricted };
}

function imageEntry(image: Image, slugs: ReadonlyMap<string, string>): ImageEntry {
  const { name, path, board, chip, target } = image;
  const slugOf = (file: string) => slugs.get(file) ?? file;
  return {
    name,
    path,
    ...(board !== undefined && { board }),
    ...(chip !== undefined && { chip }),
    ...(target !== undefined && { target }),
    tasks: image.tasks.map(
      (task): TaskEntry => ({
        name: task.name,
        index: task.index,
        crate: task.crate,
        serves: task.serves.map(slugOf),
        calls: task.calls.map((call) => ({ interface: slugOf(call.path), task: call.task })),
        allowedCallers: Object.fromEntries(
          [...task.allowedCallers].map(([operation, tasks]) => [operation, [...tasks]]),
        ),
        notifications: [...task.notifications],
        debug: task.debug,
      }),
    ),
  };
}
