import { targetOfFirmware } from '../firmware/index.ts';
import { programInfo } from '../program/index.ts';
import {
  type Config,
  firmwareEntry,
  isRemotePlace,
  type Publishing,
  publish,
  publishRemotely,
  type ReadRelease,
  type ReleaseDocument,
  type ReleasedFirmware,
  ReleaseReader,
  TreeResults,
  verifyFirmware,
} from '../registry/index.ts';
import { jsonText, terminalText } from '../text/index.ts';
import { firmwareOf, GitRepository, type Tree } from '../tree/index.ts';
import { gather } from './encode.ts';
import { openFirmware } from './firmware.ts';
import { countsText } from './formats/verify/text.ts';
import { addFormatOption, type FormatFlags, outputsOf, writeOutputs } from './output-format.ts';
import { treeFolder } from './place.ts';
import { loadConfig, outsideOf } from './project.ts';
import { readOptions } from './releases.ts';
import { CannotRun, examples, orCannotRun, type RegisterCommand, type Session, type Verdict } from './session.ts';

interface PublishFlags extends FormatFlags {
  readonly registry: string;
  readonly release: string;
  /** Archives of builds of the release. */
  readonly firmware: readonly string[];
}

export const registerPublish: RegisterCommand = (program, handle) => {
  const command = program
    .command('publish')
    .description('Adds a release to a registry: its interfaces, stubs, and what changed since the release before.')
    .argument('[tree]', 'root of the tree', '.')
    .requiredOption(
      '--registry <place>',
      'folder, `git+<remote>#<branch>` or `s3://bucket/prefix`; made if it is not there',
    )
    .requiredOption('--release <name>', 'name of the release, such as the tag')
    .option(
      '--firmware <archive>',
      'build archive of the release: verified and recorded with its image id; repeatable',
      gather,
      [],
    );
  addFormatOption(command, ['text', 'json'])
    .addHelpText(
      'after',
      `
A release that was published never changes: publishing it again with other interfaces is refused (exit code 1).
`,
    )
    .addHelpText(
      'after',
      examples({
        'publish ../hubris --registry registry --release gimlet-v1.0.4': 'the working tree',
        'publish ../hubris --rev gimlet-v1.0.4 --registry registry --release gimlet-v1.0.4': 'as its tag has it',
        'publish --registry git+https://github.com/owner/name#gh-pages --release gimlet-v1.0.4':
          'to a branch of a git remote, as GitHub Pages serves it',
        'publish --registry s3://bucket/idol --release gimlet-v1.0.4':
          'to object storage, with the credentials of `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`',
        'publish build.zip --registry registry --release v1': 'a firmware without its sources',
        'publish . --firmware build.zip --registry registry --release v1':
          'sources, and the firmware that was built of them',
        'build --registry registry --out _site': 'the site of what was published',
      }),
    )
    .action(handle(run));
};

async function run(session: Session, named: string, flags: PublishFlags): Promise<Verdict> {
  const outputs = outputsOf(flags);
  if (!isRemotePlace(flags.registry) && /^[a-z][a-z0-9+.-]+:\/\//i.test(flags.registry)) {
    const forms = 'it writes to a folder, `git+<remote>#<branch>` or `s3://bucket/prefix`';
    throw new CannotRun(`\`publish\` cannot write to \`${flags.registry}\``, forms);
  }
  const folder = treeFolder(session, named);
  session.progress.show('reading the tree …');
  const tree = session.openTree(folder);
  refuseIgnored(tree);
  const config = loadConfig(session, tree);
  const reading = readOptions(session, folder, config);
  const { version, name: program } = programInfo();
  const next = readRelease(session, folder, tree, flags.release, new ReleaseReader(reading));
  const firmware = releasedFirmware(session, folder, tree, config, flags.firmware);
  session.progress.show('publishing …');
  const settings = { store: reading.store, generator: `${program} ${version}`, families: config.families };
  const release = { ...next, firmware };
  const published = isRemotePlace(flags.registry)
    ? await publishRemotely(flags.registry, release, settings)
    : await publish(flags.registry, release, settings);
  const publishing = orCannotRun(published);
  const { release: name } = flags;
  writeOutputs(session, outputs, (format) =>
    format === 'json' ? jsonText({ name, ...outcomeOf(publishing) }) : differencesText(publishing),
  );
  switch (publishing.kind) {
    case 'published': {
      const { interfaces, predecessor } = publishing.release;
      const changes = predecessor ? `, ${changeCount(publishing.release)} changes since ${predecessor}` : '';
      session.inform(`published ${name}: ${interfaces.length} interfaces${changes}`);
      return 0;
    }
    case 'same':
      session.inform(`${name} is published already, with the same interfaces`);
      return 0;
    case 'different':
      session.inform(`${name} is published already, with other interfaces: nothing was written`);
      return 1;
  }
}

/** What `--format json` prints beside the name of the release. */
function outcomeOf(publishing: Publishing): object {
  const { kind } = publishing;
  if (kind === 'different') return { outcome: kind, differences: publishing.differences };
  const { interfaces, predecessor, commit } = publishing.release;
  return {
    outcome: kind,
    ...(commit && { commit }),
    interfaces: interfaces.length,
    ...(predecessor && { predecessor, changes: changeCount(publishing.release) }),
  };
}

function changeCount({ comparisons }: ReleaseDocument): number {
  return comparisons.reduce((sum, { causes }) => sum + causes.length, 0);
}

function differencesText(publishing: Publishing): string {
  return publishing.kind === 'different' ? publishing.differences.map(terminalText).join('\n') : '';
}

/** A release never changes: whether a file that git ignores belongs to it has to be settled before. */
function refuseIgnored({ skipped }: Tree): void {
  const [path, ...others] = skipped?.ignored ?? [];
  if (path === undefined) return;
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  throw new CannotRun(
    `git ignores the interface file \`${path}\`${more}, so that the release would lack it`,
    'commit the file or remove it; or publish what is committed: `--rev HEAD`',
  );
}

/** Of a folder only the files are told, not the commit that is checked out: they may differ. */
function readRelease(
  { options }: Session,
  folder: string,
  tree: Tree,
  name: string,
  reader: ReleaseReader,
): ReadRelease {
  const content = reader.read(tree);
  const [broken] = content.broken;
  if (broken) {
    const { path, message, place } = broken;
    throw new CannotRun(
      `\`${path}\` has errors: ${message}`,
      `see ${path}:${place.line}:${place.column}; run \`idol-registry check\` to list all errors`,
    );
  }
  if (content.interfaces.length === 0) throw new CannotRun(`there is no interface in \`${folder}\``);
  const { commit } = tree;
  if (options.rev === undefined || commit === undefined) return { name, content };
  const date = GitRepository.around(folder)?.dates([commit]).get(commit);
  return { name, commit, ...(date && { date }), content };
}

/** What a release says of its builds. One that disagrees with the sources is not a build of them. */
function releasedFirmware(
  session: Session,
  folder: string,
  tree: Tree,
  config: Config,
  archives: readonly string[],
): ReleasedFirmware[] {
  const own = firmwareOf(tree.files);
  if (own && archives.length > 0)
    throw new CannotRun('`--firmware` is of a tree: the archive that is published records itself');
  if (own) return [firmwareEntry(own)];
  if (archives.length === 0) return [];
  const results = new TreeResults(session.engine, tree, {
    config,
    outside: outsideOf(session, folder, config),
  });
  const { workspace } = results;
  const interfaces = results.interfaces();
  return archives.map((archive) => {
    const firmware = openFirmware(session, archive);
    session.progress.show(`verifying ${archive} …`);
    const target = targetOfFirmware(firmware);
    const report = verifyFirmware(firmware, tree, workspace, interfaces, target);
    const { counts, unmatched } = report;
    session.inform(`${archive}: ${countsText(counts)}`);
    if (counts.disagreeing > 0 || unmatched.length > 0 || counts.agreeing === 0) {
      throw new CannotRun(`\`${archive}\` is not a build of the release`, '`verify` lists the disagreements');
    }
    return { ...firmwareEntry(firmware), verified: counts };
  });
}
