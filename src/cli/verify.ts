import { targetOfFirmware } from '../firmware/index.ts';
import { type VerifyReport, verifyFirmware } from '../registry/index.ts';
import { jsonText } from '../text/index.ts';
import { firmwareText, openFirmware } from './firmware.ts';
import { formatVerifyJunit } from './formats/verify/junit.ts';
import { formatVerifyText } from './formats/verify/text.ts';
import { addFormatOption, type FormatFlags, outputsOf, writeOutputs } from './output-format.ts';
import { openProject } from './project.ts';
import { CannotRun, examples, type RegisterCommand, type Session, type Verdict } from './session.ts';

const FORMATS = ['text', 'json', 'junit'];

interface VerifyOptions extends FormatFlags {
  readonly tree: string;
  readonly all?: boolean;
}

export const registerVerify: RegisterCommand = (program, handle) => {
  const command = program
    .command('verify')
    .description('Compares every layout that is computed from sources with the debug information of a build.')
    .argument('<archive>', 'build archive, dump or ELF file')
    .option('--tree <folder>', 'root of the tree that it was built from', '.')
    .option('--all', 'list facts that agree or are absent, too');
  addFormatOption(command, FORMATS)
    .addHelpText(
      'after',
      examples({
        'verify target/gimlet-c/dist/default/build-gimlet-c-image-default.zip': 'after a build, against its tree',
        'verify build.zip --tree ../hubris --rev gimlet-v1.0.20': 'against a release, without a checkout of it',
        'verify build.zip --format junit > verify.xml': 'for a service that shows test results',
      }),
    )
    .action(handle(verify));
};

function verify(session: Session, archive: string, options: VerifyOptions): Verdict {
  const outputs = outputsOf(options);
  const folder = options.tree;
  const firmware = openFirmware(session, archive);
  const project = openProject(session, folder);
  const { tree, workspace, results } = project;
  session.progress.show('resolving types …');
  const interfaces = results.interfaces();
  session.progress.show('reading debug information …');
  const report = verifyFirmware(firmware, tree, workspace, interfaces, targetOfFirmware(firmware));
  session.progress.clear();
  informOfRevision(session, report);
  if (report.interfaces.length === 0) {
    throw new CannotRun(
      `nothing could be verified: ${firmwareText(firmware)} and \`${folder}\` have no interface in common`,
      report.unmatched.length === 0 ? 'no task of the firmware carries an interface' : report.unmatched[0]?.reason,
    );
  }
  writeOutputs(session, outputs, (format, paint) => {
    if (format === 'json') return jsonText(report);
    if (format === 'junit') return formatVerifyJunit(report);
    return formatVerifyText(report, firmwareText(firmware), paint, options.all === true);
  });
  return report.counts.disagreeing > 0 || report.unmatched.length > 0 ? 1 : 0;
}

/** A disagreement with other sources than those of the build says nothing. */
function informOfRevision(session: Session, { tree, firmware }: VerifyReport): void {
  const { commit, isDirty } = firmware;
  if (commit !== undefined && tree.commit !== undefined && !tree.commit.startsWith(commit)) {
    session.inform(
      `note: the firmware was built from ${commit.slice(0, 9)}, the tree is at ${tree.commit.slice(0, 9)}: pass \`--rev ${commit.slice(0, 9)}\` to read the tree as it was`,
    );
  }
  if (isDirty) session.inform('note: the firmware was built with changes that no commit has');
}
