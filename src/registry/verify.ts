import {
  countFacts,
  type Fact,
  type FactCounts,
  type Firmware,
  type FirmwareTask,
  verifyInterface,
} from '../firmware/index.ts';
import { parseInterface } from '../idol/index.ts';
import { incomingSizeIn } from '../stubs/index.ts';
import { Source } from '../text/index.ts';
import type { Tree, Workspace } from '../tree/index.ts';
import type { Target } from '../wire/index.ts';
import type { ScannedInterface } from './scanned-interface.ts';
import { runtimeOf } from './stub-settings.ts';

/** What a firmware image says of the layouts that were worked out from sources. */
export interface VerifyReport {
  readonly version: 1;
  readonly tree: { readonly label: string; readonly commit?: string };
  readonly firmware: FirmwareEntry;
  readonly counts: FactCounts;
  /** In the order of the firmware's tasks. */
  readonly interfaces: readonly VerifiedInterface[];
  /** Interfaces that a task serves and that were set against nothing. */
  readonly unmatched: readonly UnmatchedInterface[];
  /** Parts of the firmware that could not be read. */
  readonly problems: readonly string[];
}

/** Which firmware it is. */
export interface FirmwareEntry {
  readonly name?: string;
  readonly imageName?: string;
  readonly board?: string;
  readonly imageId?: string;
  readonly commit?: string;
  /** It was built from files that its commit does not have. */
  readonly isDirty?: true;
}

export interface VerifiedInterface {
  readonly path: string;
  readonly name: string;
  readonly tasks: readonly string[];
  readonly counts: FactCounts;
  readonly facts: readonly Fact[];
}

export interface UnmatchedInterface {
  readonly task: string;
  readonly interface: string;
  /** A sentence. */
  readonly reason: string;
}

export function firmwareEntry({ name, imageName, board, imageId, revision }: Firmware): FirmwareEntry {
  return {
    ...(name !== undefined && { name }),
    ...(imageName !== undefined && { imageName }),
    ...(board !== undefined && { board }),
    ...(imageId !== undefined && { imageId }),
    ...(revision && { commit: revision.commit }),
    ...(revision?.isDirty && { isDirty: true as const }),
  };
}

/** Sets the interfaces of a tree against a firmware image that was built from it, or is said to have been. */
export function verifyFirmware(
  firmware: Firmware,
  tree: Tree,
  workspace: Workspace,
  interfaces: readonly ScannedInterface[],
  target: Target,
): VerifyReport {
  const { matched, unmatched } = matchInterfaces(firmware, workspace, interfaces);
  const incomingSize = incomingSizeIn(runtimeOf(tree).generation);
  const { label, commit } = tree;
  const verified = matched.flatMap(({ scanned, tasks }): VerifiedInterface[] => {
    const { interface: source, schema, file } = scanned;
    if (!source || !schema) return [];
    const facts = verifyInterface({ source, schema, servers: tasks, incomingSize }, firmware, target);
    return [
      {
        path: file.path,
        name: source.name.text,
        tasks: tasks.map(({ name }) => name),
        counts: countFacts(facts),
        facts,
      },
    ];
  });
  return {
    version: 1,
    tree: { label, ...(commit !== undefined && { commit }) },
    firmware: firmwareEntry(firmware),
    counts: countFacts(verified.flatMap(({ facts }) => facts)),
    interfaces: verified,
    unmatched,
    problems: [...new Set(firmware.problems)],
  };
}

interface Match {
  readonly scanned: ScannedInterface;
  readonly tasks: FirmwareTask[];
}

/** An interface of the firmware is that of its name; of several, the one that the tree's image has the task serve. */
export function matchInterfaces(
  firmware: Firmware,
  workspace: Workspace,
  interfaces: readonly ScannedInterface[],
): { readonly matched: readonly Match[]; readonly unmatched: readonly UnmatchedInterface[] } {
  const image = workspace.images.find(({ name }) => name === firmware.name);
  const matches = new Map<string, Match>();
  const unmatched: UnmatchedInterface[] = [];
  for (const task of firmware.tasks) {
    const served = image?.tasks.find(({ name }) => name === task.name)?.serves ?? [];
    for (const text of task.interfaces) {
      const name = parseInterface(new Source('', text)).value?.name.text ?? '';
      const named = interfaces.filter((one) => one.interface?.name.text === name);
      const candidates = named.length > 1 ? named.filter(({ file }) => served.includes(file.path)) : named;
      const same = candidates.length > 1 ? candidates.filter((one) => one.interface?.source.text === text) : candidates;
      const [only, ...others] = same;
      if (only?.schema && others.length === 0) {
        const match = matches.get(only.file.path) ?? { scanned: only, tasks: [] };
        match.tasks.push(task);
        matches.set(only.file.path, match);
      } else {
        unmatched.push({ task: task.name, interface: name, reason: whyUnmatched(name, named, only) });
      }
    }
  }
  return { matched: [...matches.values()], unmatched };
}

function whyUnmatched(name: string, named: readonly ScannedInterface[], only: ScannedInterface | undefined): string {
  if (name === '') return 'The text that the task carries is no interface.';
  if (named.length === 0) return `The tree has no interface \`${name}\`.`;
  if (only && !only.schema) return `\`${only.file.path}\` has errors: \`check\` lists them.`;
  const paths = named.map(({ file }) => `\`${file.path}\``).join(', ');
  return `The tree has several interfaces \`${name}\` (${paths}), and no image of it says which the task serves.`;
}
