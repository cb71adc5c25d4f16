import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOCK_FILE, lockText, readSnapshot } from '../registry/index.ts';
import { firmwareOf } from '../tree/index.ts';
import { writeFileOrStop } from './output-format.ts';
import { openProject } from './project.ts';
import { CannotRun, examples, type RegisterCommand, type Session, type Verdict } from './session.ts';

interface LockOptions {
  readonly out?: string;
  readonly check?: boolean;
}

export const registerLock: RegisterCommand = (program, handle) => {
  program
    .command('lock')
    .description('Writes a lock file of the wire format, for review and later comparison.')
    .argument('[tree]', 'root of the tree', '.')
    .option('--out <file>', `where to write it; default: ${LOCK_FILE} in the tree, \`-\` for standard output`)
    .option('--check', 'write nothing; exit with 1 if the file is not up to date')
    .addHelpText(
      'after',
      examples({
        lock: `write ${LOCK_FILE}`,
        'lock --check': 'for CI: a change of the wire format must show in the lock file',
        'lock --rev some-tag --out some-tag.lock.json': 'what travelled in a release',
        [`breaking --against ${LOCK_FILE}`]: 'compare with it',
      }),
    )
    .action(handle(lock));
};

function lock(session: Session, named: string, { out, check = false }: LockOptions): Verdict {
  const { folder, tree, results } = openProject(session, named);
  const snapshot = readSnapshot(results);
  const [broken] = snapshot.broken;
  if (broken) {
    const { path, line, column } = broken.error.place;
    throw new CannotRun(
      `\`${broken.path}\` has errors: ${broken.error.message}`,
      `see ${path}:${line}:${column}, and \`check\``,
    );
  }
  const text = lockText(snapshot);
  if (out === '-') {
    session.printDocument(text);
    return 0;
  }
  if (out === undefined && firmwareOf(tree.files)) {
    throw new CannotRun(`\`${folder}\` is a firmware, which has no lock file`, 'pass where to write it with `--out`');
  }
  const path = out ?? join(folder, LOCK_FILE);
  const current = textOf(path);
  if (current === text) {
    session.inform(`${path} is up to date`);
    return 0;
  }
  if (check) {
    session.inform(`${path} is not up to date: \`idol-registry lock\` writes it`);
    return 1;
  }
  writeFileOrStop(path, text);
  session.inform(
    `${current === undefined ? 'wrote' : 'updated'} ${path}: ${snapshot.interfaces.length} ${snapshot.interfaces.length === 1 ? 'interface' : 'interfaces'}`,
  );
  return 0;
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
