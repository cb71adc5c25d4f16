import module from 'node:module';
import process from 'node:process';
import { Engine } from '../../engine/index.ts';
import { moduleVersion } from '../../program/index.ts';
import { Source } from '../../text/index.ts';
import { GitRepository, openRevision, prepareRevisions, ReadFailure } from '../../tree/index.ts';
import { CONFIG_FILE } from '../config.ts';
import { DiskStore } from '../results/disk-store.ts';
import { sha256 } from '../schema-hash.ts';
import { compareLists } from './history.ts';
import { MeetingJudge, type Pair } from './meeting-judge.ts';
import { ReleaseReader } from './release-reader.ts';
import { ReleaseStore } from './release-store.ts';
import type { WorkerAnswer, WorkerMessage, WorkerSettings, WorkerTask } from './workers.ts';

// One process of `ReleaseWorkers`: it does one task after the other, until whoever started it ends it or is gone.

// What it compiled is kept now: whoever started it ends it, and then nothing is.
module.flushCompileCache();
let worker: ReturnType<typeof start> | undefined;
let opened: { readonly folder: string; readonly repository: GitRepository } | undefined;
let phase: WorkerTask['kind'] = 'read';
let judging: { readonly folder: string; readonly judge: MeetingJudge } | undefined;

process.on('message', (message: WorkerMessage) => {
  try {
    if (message.kind === 'start') worker = start(message.settings);
    else if (worker) work(message, worker);
  } catch (error) {
    // A failure of git or the disk has words for people. Anything else is a defect.
    if (error instanceof ReadFailure) {
      const { message, help } = error;
      answer({ kind: 'failure', message, ...(help !== undefined && { help }) });
    } else {
      answer({ kind: 'defect', stack: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }
});

function answer(one: WorkerAnswer): void {
  process.send?.(one);
}

function start({ cacheFolder, config, configText, ...given }: WorkerSettings) {
  const disk = cacheFolder === undefined ? undefined : new DiskStore(cacheFolder);
  const engine = new Engine({ hash: sha256, versionOf: moduleVersion, ...(disk && { store: disk }) });
  const store = new ReleaseStore(engine);
  const reader = new ReleaseReader({
    ...given,
    store,
    config: { ...config, ...(configText !== undefined && { source: new Source(CONFIG_FILE, configText) }) },
  });
  return { disk, engine, store, reader };
}

function work(task: WorkerTask, { disk, engine, store, reader }: ReturnType<typeof start>): void {
  switch (task.kind) {
    case 'read': {
      makeRoom('read', engine);
      const from = repositoryIn(task.repository);
      prepareRevisions(from, task.commits);
      const releases = task.commits.map((commit) => {
        const tree = openRevision(from, commit);
        const content = reader.read(tree.ok ? tree.value : undefined);
        answer({ kind: 'progress', commit });
        return { commit, content };
      });
      answer({ kind: 'read', releases, objects: store.takeNew() });
      break;
    }
    case 'compare':
      makeRoom('compare', engine);
      answer({
        kind: 'compare',
        comparisons: task.lists.map((lists) => engine.timed(engine.count('comparison'), () => compareLists(lists))),
      });
      break;
    case 'judge': {
      makeRoom('judge', engine);
      const judge = judgeIn(task.folder);
      const count = engine.count('meeting');
      const judged = (pair: Pair) => ({
        key: pair.key,
        meeting: engine.timed(count, () => judge.meeting(task.path, pair)),
      });
      answer({ kind: 'judge', meetings: task.pairs.map(judged) });
      break;
    }
    case 'settle':
      disk?.flush();
      answer({ kind: 'settle', counts: [...engine.counts] });
      engine.counts.clear();
  }
}

/** Between tasks of different kinds: what one kind leaves in memory is large, and the next one asks for none of it. */
function makeRoom(kind: WorkerTask['kind'], engine: Engine): void {
  if (kind === phase) return;
  phase = kind;
  opened = undefined;
  engine.forget();
}

function repositoryIn(folder: string): GitRepository {
  if (opened?.folder === folder) return opened.repository;
  const found = GitRepository.open(folder);
  if (!found.ok) throw new ReadFailure(found.problem.message, found.problem.help);
  opened = { folder, repository: found.value };
  return found.value;
}

function judgeIn(folder: string): MeetingJudge {
  judging = judging?.folder === folder ? judging : { folder, judge: new MeetingJudge(folder) };
  return judging.judge;
}
