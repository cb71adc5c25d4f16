import { existsSync } from 'node:fs';
import { matchReleases, type ReleaseMatch, readSnapshot, releasesOfImage, resultsOf } from '../registry/index.ts';
import { jsonText } from '../text/index.ts';
import { firmwareText, openFirmware } from './firmware.ts';
import { addRedirectsOption, openNamedRegistry } from './open-registry.ts';
import { addFormatOption, type FormatFlags, outputsOf, writeOutputs } from './output-format.ts';
import { CannotRun, examples, orCannotRun, type RegisterCommand, type Session, type Verdict } from './session.ts';

interface IdentifyOptions extends FormatFlags {
  readonly registry: string;
}

export const registerIdentify: RegisterCommand = (program, handle) => {
  const command = program
    .command('identify')
    .description('Finds the release that a firmware or an image id belongs to.')
    .argument('<firmware>', 'build archive, dump or ELF file; or an image id of 16 hexadecimal digits')
    .requiredOption('--registry <place>', 'registry: a folder, or the URL of one or of its site');
  addRedirectsOption(addFormatOption(command, ['text', 'json']))
    .addHelpText('after', '\nExit code 1: no release has the image id, or the same interfaces.\n')
    .addHelpText(
      'after',
      examples({
        'identify build-gimlet-c.zip --registry https://host/registry': 'by image id, else by its interfaces',
        'identify 0dc061a4505d404b --registry registry': 'what a device answered to a call with another image id',
      }),
    )
    .action(handle(identify));
};

async function identify(session: Session, word: string, options: IdentifyOptions): Promise<Verdict> {
  const { registry: place } = options;
  const outputs = outputsOf(options);
  const [, id] = /^(?:0x)?([0-9a-f]{16})$/i.exec(word) ?? [];
  if (id === undefined && !existsSync(word)) {
    const help = 'give a build archive, a dump or an ELF file; or an image id of 16 hexadecimal digits';
    throw new CannotRun(`there is no file \`${word}\``, help);
  }
  const registry = await openNamedRegistry(session, place);
  if (id !== undefined && !existsSync(word)) {
    const imageId = id.toLowerCase();
    const releases = orCannotRun(await releasesOfImage(registry, imageId));
    writeOutputs(session, outputs, (format) => {
      if (format === 'json') return jsonText({ imageId, releases });
      return releases.length > 0 ? releases.join('\n') : `no release of ${place} has image ${imageId}`;
    });
    return releases.length > 0 ? 0 : 1;
  }
  const firmware = openFirmware(session, word);
  const tree = session.openTree(word);
  const snapshot = readSnapshot(resultsOf(tree));
  if (snapshot.interfaces.length === 0) throw new CannotRun(`no task of \`${word}\` carries an interface`);
  const onProgress = (name: string) => session.progress.show(`comparing with ${name} …`);
  const matches = orCannotRun(await matchReleases(registry, snapshot, firmware, onProgress));
  session.progress.clear();
  const [nearest] = matches;
  if (!nearest) throw new CannotRun(`\`${place}\` has no release yet`);
  const same = matches.filter(isEqual);
  writeOutputs(session, outputs, (format) => {
    if (format === 'json') {
      const { imageId } = firmware;
      const equal = same.map(({ release }) => release);
      return jsonText({ ...(imageId !== undefined && { imageId }), equal, nearest });
    }
    return [firmwareText(firmware), ...(same.length > 0 ? same.map(sameText) : differenceText(nearest))].join('\n');
  });
  return same.length > 0 ? 0 : 1;
}

function isEqual({ isSameImage, compared, missing, differing }: ReleaseMatch): boolean {
  return isSameImage || (compared > 0 && missing.length + differing.length === 0);
}

function sameText({ release, isSameImage, compared }: ReleaseMatch): string {
  return isSameImage
    ? `is the image of ${release}`
    : `has the interfaces of ${release}: ${compared} compared, as far as a firmware shows`;
}

function differenceText({ release, compared, missing, differing }: ReleaseMatch): string[] {
  return [
    `has the interfaces of no release; the nearest is ${release}: ${compared} compared, ${differing.length} differ`,
    ...differing.flatMap(({ interface: { name }, causes }) => causes.map(({ message }) => `  ${name}: ${message}`)),
    ...missing.map((name) => `  ${name}: the release does not have it`),
  ];
}
