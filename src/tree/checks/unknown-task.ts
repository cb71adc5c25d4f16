import { type CheckInfo, type Diagnostic, suggest } from '../../text/index.ts';
import { fileThatSays, type Manifest } from '../manifest.ts';
import type { Image } from '../model.ts';
import { tomlSpan } from '../toml.ts';
import type { TreeModel } from '../tree-model.ts';
import { finding } from './finding.ts';
import { findPerImage } from './per-image.ts';

const info = {
  id: 'unknown-task',
  severity: 'error',
  summary: 'A task slot and a list of allowed callers must name tasks of the image.',
} as const satisfies CheckInfo;

export const unknownTask = {
  ...info,
  find: ({ images }: TreeModel): Diagnostic[] => findPerImage(images, findInImage),
};

function findInImage(image: Image, manifest: Manifest): Diagnostic[] {
  const names = image.tasks.map(({ name }) => name);
  const known = new Set(names);
  return image.tasks.flatMap(({ name, slots, allowedCallers }) => {
    const task = ['tasks', name];
    const fromSlots = [...slots].flatMap(([slot, target]) =>
      known.has(target)
        ? []
        : report([...task, 'task-slots'], target, `the task slot \`${slot}\` of \`${name}\` leads to \`${target}\``),
    );
    const fromCallers = [...allowedCallers].flatMap(([operation, callers]) => {
      const path = [...task, 'config', 'allowed-callers', operation];
      const unknown = callers.filter((caller) => !known.has(caller));
      return unknown.flatMap((caller) => report(path, caller, `\`${operation}\` of \`${name}\` allows \`${caller}\``));
    });
    return [...fromSlots, ...fromCallers];
  });

  function report(path: readonly string[], task: string, what: string): Diagnostic[] {
    const file = fileThatSays(manifest.files, path, task);
    if (!file) return [];
    const near = suggest(task, names);
    const help = near && `did you mean \`${near}\`?`;
    const message = `${what}, which is not a task of the image`;
    return [finding(info, file.source, tomlSpan(file.source, path, task), message, { help })];
  }
}
