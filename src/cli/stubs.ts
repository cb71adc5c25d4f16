import { basename, join } from 'node:path';
import { Option } from 'commander';
import { contractFiles, generator, targetNamedBy } from '../api/index.ts';
import type { Interface, Side } from '../idol/index.ts';
import { interfaceSlugs, type ScannedInterface, schemaHash, sha256, slugsOfTree } from '../registry/index.ts';
import { isPath } from '../rust/index.ts';
import { GENERATIONS, type RustOptions, rustStub, type StubFile, typescriptStub } from '../stubs/index.ts';
import { type Diagnostic, type Result, sortDiagnostics, terminalText } from '../text/index.ts';
import type { InterfaceFile } from '../tree/index.ts';
import { openProject, type Project } from './project.ts';
import { CannotRun, examples, orCannotRun, type RegisterCommand, type Session, type Verdict } from './session.ts';
import { changedFiles, staleFiles, writeFiles } from './stubs-files.ts';
import {
  chooseInterfaces,
  findImage,
  holdsOf,
  rustOptions,
  type StubsOptions,
  sidesOf,
  stubUse,
} from './stubs-options.ts';

export const registerStubs: RegisterCommand = (program, handle) => {
  program
    .command('stubs')
    .description(
      'Generates stubs, in Rust as the Idol compiler does or in TypeScript. When one is refused, none is written.',
    )
    .argument('[interface]', 'its name, its file, or its address on the site; without one: every interface of the tree')
    .option('--tree <folder>', 'root of the tree', '.')
    .addOption(new Option('--lang <language>', 'what to generate').choices(['rust', 'typescript']).default('rust'))
    .addOption(
      new Option('--side <side>', 'only this side; by default those that the tree builds').choices([
        'client',
        'server',
      ]),
    )
    .option('--out <folder>', 'where to write; by default a single file goes to standard output')
    .option(
      '--check',
      'write nothing; exit with 1 if a file in --out differs from what would be written, or is a stub of nothing any more',
    )
    .addOption(new Option('--style <style>', 'of a Rust server').choices(['in-order', 'pipelined']))
    .option(
      '--server <crate>',
      'the Rust server as this crate builds it, where several serve the interface; by default as the first does',
    )
    .option(
      '--image <name>',
      'restrict a Rust server to the callers that this image allows; what differs between images, TypeScript has as this one',
    )
    .option(
      '--allow <operation=tasks>',
      'restrict an operation to tasks: indices, or names in --image; repeatable',
      gather,
      [],
    )
    .option('--when <predicate>', 'a `cfg` predicate that holds, for TypeScript; repeatable', gather, [])
    .option('--counters', 'count calls by operation and outcome; by default as the tree builds it')
    .option('--no-counters', 'count nothing')
    .option('--combine-client-errors', 'count what clients did wrong for all operations of a server together')
    .option(
      '--derive <path>',
      'a trait that the operation enum derives beside those that the tree asks for: `serde::Serialize`; repeatable',
      gather,
      [],
    )
    .addOption(new Option('--panics <how>', 'of a Rust client').choices(['short', 'named']).default('short'))
    .addOption(
      new Option('--infallible <how>', 'what Rust server methods return that cannot fail')
        .choices(['result', 'plain'])
        .default('result'),
    )
    .addOption(
      new Option(
        '--fail-server <when>',
        'a server that answers everything with one error; by default as the tree builds it, else when possible',
      ).choices(['yes', 'when-possible', 'no']),
    )
    .addOption(
      new Option(
        '--generation <generation>',
        'of the Rust runtime; by default what the tree’s Cargo.lock pins',
      ).choices(GENERATIONS),
    )
    .option('--runtime <module>', 'what TypeScript imports the runtime from', 'idol-registry/runtime')
    .addHelpText(
      'after',
      examples({
        'stubs Sensors --side client': 'print the Rust client',
        'stubs Supervisor --side server --image mast --out generated':
          'a server that accepts only the callers that the image allows',
        'stubs --lang typescript --out src/generated': 'every interface as a TypeScript module',
        'stubs Net --lang typescript --image mast': 'as that image has the types that differ between images',
        'stubs --rev v1.0.1 --out stubs --check': 'for CI: are the files those of that release?',
      }),
    )
    .hook('preAction', (command) => {
      const { lang } = command.opts<StubsOptions>();
      for (const option of command.options) {
        const isGiven = command.getOptionValueSource(option.attributeName()) === 'cli';
        if (isGiven) refuseOtherLanguage(option.long ?? '', option.attributeName(), lang);
      }
    })
    .action(handle(stubs));
};

/** What says something of one language alone. */
const ONLY: Readonly<Record<StubsOptions['lang'], readonly (keyof StubsOptions)[]>> = {
  rust: [
    'style',
    'server',
    'allow',
    'counters',
    'combineClientErrors',
    'derive',
    'panics',
    'infallible',
    'failServer',
    'generation',
  ],
  typescript: ['when', 'runtime'],
};

function refuseOtherLanguage(flag: string, name: string, lang: StubsOptions['lang']): void {
  const other = lang === 'rust' ? 'typescript' : 'rust';
  if (!ONLY[other].some((option) => option === name)) return;
  const title = other === 'rust' ? 'Rust' : 'TypeScript';
  throw new CannotRun(
    `\`${flag}\` does not apply to ${lang === 'rust' ? 'Rust' : 'TypeScript'} stubs`,
    `it is for ${title}: \`--lang ${other}\``,
  );
}

/** Options that would go unheard, or give something that is no stub. */
function refuseUnheard(
  name: string | undefined,
  { check, out, counters, combineClientErrors, server, side, allow, derive }: StubsOptions,
) {
  if (check && out === undefined) throw new CannotRun('`--check` needs `--out`: the folder with the files to compare');
  if (combineClientErrors && !counters) throw new CannotRun('`--combine-client-errors` needs `--counters`');
  if (server !== undefined && name === undefined)
    throw new CannotRun('`--server` needs an interface', 'name it before the options');
  if (server !== undefined && side === 'client') throw new CannotRun('`--server` applies only to servers');
  if (allow.length > 0 && name === undefined)
    throw new CannotRun(
      '`--allow` needs an interface: operations of the same name may be others elsewhere',
      'name it before the options',
    );
  const odd = derive.find((path) => !isPath(path));
  if (odd !== undefined)
    throw new CannotRun(`\`--derive ${odd}\` is not the path of a trait`, 'write it as `serde::Serialize`');
}

/** Whether the modules of all message contracts are generated: these have no client, no server and nothing in Rust. */
function hasContracts({ lang, side }: StubsOptions): boolean {
  return lang === 'typescript' && side === undefined;
}

function refuseForContract(name: string, { lang, side }: StubsOptions): void {
  if (lang === 'rust') {
    const help = 'its types serialize themselves; for TypeScript: `--lang typescript`';
    throw new CannotRun(`\`${name}\` is a message contract: it has no Rust stubs`, help);
  }
  if (side !== undefined)
    throw new CannotRun(`\`${name}\` is a message contract`, '`--side` applies only to interfaces');
}

function gather(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}

function stubs(session: Session, name: string | undefined, options: StubsOptions): Verdict {
  refuseUnheard(name, options);
  const project = openProject(session, options.tree);
  // Also where nothing depends on it: a name that is wrong must not go unheard.
  if (options.image !== undefined) findImage(project.workspace.images, options.image);
  const chosen = chooseInterfaces(project, name);
  session.progress.show('generating stubs …');
  const meant = project.results
    .interfaces()
    .filter(({ file }) => chosen.some(({ path }) => path === file.path))
    .filter(({ kind }) => kind === 'interface' || name !== undefined || hasContracts(options));
  if (name !== undefined && meant.some(({ kind }) => kind === 'messages')) refuseForContract(name, options);
  const isAll = name === undefined;
  const made =
    options.lang === 'rust' ? rustStubs(project, meant, !isAll, options) : typescriptStubs(project, meant, options);
  const { value: files, diagnostics } = made;
  if (diagnostics.length > 0) {
    session.report(sortDiagnostics(diagnostics));
    session.inform('nothing is written');
    return 1;
  }
  return deliver(session, files, isAll, options);
}

/** One folder for each interface when there are several: their files have the same names. */
function rustStubs(
  project: Project,
  chosen: readonly ScannedInterface[],
  isNamed: boolean,
  options: StubsOptions,
): Result<StubFile[]> {
  const slugs = interfaceSlugs(project.workspace.interfaceFiles.map(({ path }) => path));
  return gathered(chosen, (one) => {
    const { file, interface: iface } = one;
    const errors = errorsOf(one);
    if (iface === undefined || errors.length > 0) return { value: [], diagnostics: errors };
    return gathered(sidesOf(file, isNamed, options), (side: Side) => {
      const stub = keptStub(project, iface, side, rustOptions(project, one, side, options));
      const folder = isNamed ? '' : `${slugs.get(file.path)}/`;
      // As the build script calls the file, which the crate includes by that name.
      const name = basename(stubUse(file, side, options)?.stub ?? stub.value?.path ?? '');
      return { ...stub, value: stub.value ? [{ ...stub.value, path: folder + name }] : [] };
    });
  });
}

/** A stub, made once of the same text and options. What is refused is made again, for its diagnostics. */
function keptStub(
  { results }: Project,
  iface: Interface,
  side: Side,
  options: RustOptions,
): Result<StubFile | undefined> {
  const { path, text } = iface.source;
  const { allowedCallers, ...plain } = options;
  const key = JSON.stringify([path, sha256(text), side, plain, [...allowedCallers]]);
  let made: Result<StubFile | undefined> | undefined;
  const kept = results.database.engine.remember({ name: 'rust-stub', module: 'src/stubs/index.ts' }, key, () => {
    made = rustStub(iface, side, options);
    return made.diagnostics.length === 0 && made.value ? made.value : null;
  });
  return kept ? { value: kept, diagnostics: [] } : (made ?? rustStub(iface, side, options));
}

function typescriptStubs(
  project: Project,
  chosen: readonly ScannedInterface[],
  options: StubsOptions,
): Result<StubFile[]> {
  const { side, runtime } = options;
  const paths = (files: readonly InterfaceFile[]) => files.map(({ path }) => path);
  const slugs = slugsOfTree(paths(project.workspace.interfaceFiles), paths(contractFiles(project.config)));
  const holds = holdsOf(project, chosen, options);
  return gathered(chosen, (one) => {
    const { file, interface: iface, schema } = one;
    if (iface === undefined || schema === undefined) return { value: [], diagnostics: errorsOf(one) };
    const stub = typescriptStub(
      iface,
      schema,
      { generator: generator(), version: schemaHash(schema) },
      {
        side,
        runtime,
        target: orCannotRun(
          targetNamedBy(one, project.workspace, options.image === undefined ? [] : [options.image], 'with `--image`'),
        ),
        ...(holds && { holds }),
      },
    );
    // The address of an interface is unique where its file's name is not.
    return {
      value: [{ ...stub, path: `${slugs.get(file.path)}${side ? `-${side}` : ''}.ts` }],
      diagnostics: [],
    };
  });
}

function errorsOf({ reading }: ScannedInterface): Diagnostic[] {
  return reading.filter(({ severity }) => severity === 'error');
}

function gathered<T>(items: readonly T[], make: (item: T) => Result<readonly StubFile[]>): Result<StubFile[]> {
  const results = items.map(make);
  return {
    value: results.flatMap(({ value }) => value),
    diagnostics: results.flatMap(({ diagnostics }): readonly Diagnostic[] => diagnostics),
  };
}

function deliver(session: Session, files: readonly StubFile[], isAll: boolean, options: StubsOptions): Verdict {
  const { out, check } = options;
  const [first, ...others] = files;
  const changed = out === undefined ? [] : changedFiles(out, files);
  const stale = out !== undefined && check && isAll ? staleFiles(out, files, ownName(options)) : [];
  if (first === undefined && stale.length === 0) {
    session.inform('there is nothing to generate: the tree builds none of these stubs');
    return 0;
  }
  if (out === undefined) {
    if (others.length > 0)
      throw new CannotRun(
        `${files.length} stubs are selected, and one goes to standard output`,
        narrower(options, isAll),
      );
    session.printDocument(first?.text ?? '');
    return 0;
  }
  if (!check) writeFiles(out, changed);
  for (const path of [...changed.map((file) => file.path), ...stale]) session.print(terminalText(join(out, path)));
  const toRemove = stale.length === 0 ? '' : `, ${stale.length} to remove`;
  session.inform(
    `${files.length} ${files.length === 1 ? 'file' : 'files'}: ${changed.length} ${check ? 'to write' : 'written'}${toRemove}`,
  );
  return check && changed.length + stale.length > 0 ? 1 : 0;
}

/** What selects one stub, or takes all of them. */
function narrower({ lang, side }: StubsOptions, isAll: boolean): string {
  const words = [...(isAll ? ['an interface'] : []), ...(lang === 'rust' && !side ? ['`--side client`'] : [])];
  return `pass \`--out <folder>\`${words.length === 0 ? '' : `, or ${words.join(' and ')}`}`;
}

/** What the file of a stub is called that these options make: those of another side or language may lie beside them. */
function ownName({ lang, side }: StubsOptions): RegExp {
  if (lang === 'rust') return side ? new RegExp(`^[^/]+/${side}_stub\\.rs$`) : /^[^/]+\/(client|server)_stub\.rs$/;
  return side ? new RegExp(`^[^/]+-${side}\\.ts$`) : /^[^/]+(?<!-client|-server)\.ts$/;
}
