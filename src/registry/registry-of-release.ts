import { checkInterface, parseInterface } from '../idol/index.ts';
import { readContractText } from '../messages/index.ts';
import { filesOf, Source, sortDiagnostics } from '../text/index.ts';
import { TaskBuilds, type Tree, type Workspace } from '../tree/index.ts';
import { layOutForEach } from '../wire/index.ts';
import { checkOnTargets } from './check-on-targets.ts';
import type { Config } from './config.ts';
import type { ReleaseDocument, StubsDocument } from './documents/index.ts';
import { makeRegistry } from './make-registry.ts';
import type { Registry } from './model.ts';
import type { VersionObject } from './releases/index.ts';
import { withSeverities } from './results/scan.ts';
import type { ScannedInterface } from './scanned-interface.ts';
import { configuredTarget } from './targets.ts';

/**
 * What the site shows of a published release as the current one: its interfaces and types. A registry has no crates. `stubs` are the
 * lists of their files, by path.
 */
export function registryOfRelease(
  release: ReleaseDocument,
  objects: readonly VersionObject[],
  stubs: ReadonlyMap<string, Pick<StubsDocument, 'settings' | 'variants'>>,
  config: Config,
  generator: string,
): Registry {
  const tree: Tree = {
    files: filesOf(Object.fromEntries(objects.map(({ path, text }) => [path, text]))),
    label: release.name,
    ...(release.commit !== undefined && { commit: release.commit }),
    prefix: '',
  };
  const interfaceFiles = objects.filter(({ schema }) => !schema.messages).map(({ path }) => ({ path, stubs: [] }));
  const workspace: Workspace = {
    interfaceFiles,
    crates: new Map(),
    images: [],
    restrictions: [],
    builds: new TaskBuilds(new Map(), []),
    components: release.components,
    diagnostics: [],
  };
  const targets = [configuredTarget(config)];
  const scanned = objects.map(({ path, text, schema }): ScannedInterface => {
    if (schema.messages) {
      const read = readContractText(schema.name, text);
      return {
        kind: 'messages',
        file: { path, stubs: [] },
        ...(read && { interface: read }),
        schema,
        targets,
        layouts: layOutForEach(schema, targets),
        reading: [],
      };
    }
    const { value, diagnostics } = parseInterface(new Source(path, text));
    return {
      kind: 'interface',
      file: { path, stubs: [] },
      ...(value && { interface: value }),
      schema,
      targets,
      layouts: layOutForEach(schema, targets),
      reading: diagnostics,
    };
  });
  const files = scanned.filter(({ kind }) => kind === 'interface');
  const found = files.flatMap(({ interface: read, schema, reading }) => [
    ...reading,
    ...(read ? checkInterface(read) : []),
    ...(read && schema ? checkOnTargets(read, schema, targets) : []),
  ]);
  const diagnostics = sortDiagnostics(withSeverities(found, config.severity));
  const slugs = new Map(release.interfaces.map(({ path, slug }) => [path, slug]));
  const made = makeRegistry(tree, workspace, { interfaces: scanned, diagnostics }, config, generator, slugs);
  return {
    ...made,
    stubGeneration: release.runtime,
    interfaces: made.interfaces.map((entry) => {
      const { settings = entry.settings, variants = [] } = stubs.get(entry.path) ?? {};
      const stubVariants = variants.map((variant) => ({ ...variant, images: [] }));
      return { ...entry, settings, ...(stubVariants.length > 0 && { stubVariants }) };
    }),
  };
}
