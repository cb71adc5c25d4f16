import type { Connection, TextDocuments } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { BreakingReport } from '../registry/index.ts';
import { breakingDiagnostics } from './features/breaking.ts';
import { placedDiagnostic } from './features/diagnostics.ts';
import type { Guard } from './guard.ts';
import type { OpenTree } from './open-tree.ts';
import { fileOf, uriOf } from './position.ts';
import { type Placed, Publisher } from './publisher.ts';
import { aloneSubject, type Trees } from './trees.ts';

/** Milliseconds after an edit: edits in between are checked together. */
export const CHECK_DELAY = 20;
/** The same for a comparison, and for a change on the disk, which rarely comes alone. */
export const COMPARE_DELAY = 120;

interface Surroundings {
  readonly connection: Connection;
  readonly documents: TextDocuments<TextDocument>;
  readonly trees: Trees;
  readonly guard: Guard;
  /** Called after each check; `isChangedElsewhere` when something else than an interface file changed before it. */
  readonly onChecked: (tree: OpenTree, isChangedElsewhere: boolean) => void;
}

/** Checks trees after changes, compares them then, and sends the editor what was found. */
export class Diagnoser {
  readonly #connection: Connection;
  readonly #documents: TextDocuments<TextDocument>;
  readonly #trees: Trees;
  readonly #guard: Guard;
  readonly #onChecked: Surroundings['onChecked'];
  readonly #publisher: Publisher;
  readonly #timers = new Map<OpenTree, NodeJS.Timeout>();
  /** What each tree breaks, as it was compared last. */
  readonly #reports = new Map<OpenTree, BreakingReport>();
  /** Why a tree was not compared when it was last tried. */
  readonly #problems = new Map<OpenTree, string>();
  /** Trees in which something else than an interface file changed since they were checked. */
  readonly #isChangedElsewhere = new Set<OpenTree>();

  constructor({ connection, documents, trees, guard, onChecked }: Surroundings) {
    this.#connection = connection;
    this.#documents = documents;
    this.#trees = trees;
    this.#guard = guard;
    this.#onChecked = onChecked;
    this.#publisher = new Publisher((message) => connection.sendDiagnostics(message));
  }

  /** The last comparison of a tree. */
  reportOf(tree: OpenTree): BreakingReport | undefined {
    return this.#reports.get(tree);
  }

  /** Notes that something else than an interface file changed: the next check concerns all open files. */
  changedElsewhere(tree: OpenTree): void {
    this.#isChangedElsewhere.add(tree);
  }

  /** Checks a tree after a pause, in milliseconds, without another change. */
  schedule(tree: OpenTree, delay = CHECK_DELAY): void {
    clearTimeout(this.#timers.get(tree));
    this.#timers.set(
      tree,
      setTimeout(() => this.#check(tree), delay),
    );
  }

  /** Ends the work on a tree, and takes back what was found in the files that `isGone` names. */
  forget(tree: OpenTree, isGone: (uri: string) => boolean): void {
    clearTimeout(this.#timers.get(tree));
    this.#timers.delete(tree);
    this.#publisher.forget(isGone);
  }

  /** Takes back what was found in a document that lies in no tree. */
  forgetAlone(uri: string): void {
    this.#publisher.forget((one) => one === uri);
    this.publish();
  }

  /** What is wrong with a document that no tree is around, or none that was read yet. */
  checkAlone(document: TextDocument): void {
    const subject = aloneSubject(document.uri, document.getText());
    const found = subject.state.diagnostics.map((one) => placedDiagnostic(one, subject));
    this.#publisher.found('checks', new Map([[document.uri, found]]), () => false);
    this.publish();
  }

  #check(tree: OpenTree): void {
    this.#guard.run(() => {
      const { state, folder } = { state: tree.state, folder: tree.folder };
      const found = new Map<string, Placed[]>();
      const uriOfFile = (path: string) => this.uriOf(folder, path);
      for (const diagnostic of state.diagnostics) {
        const uri = uriOfFile(diagnostic.source.path);
        const placed = placedDiagnostic(diagnostic, { state, uriOf: uriOfFile });
        if (this.#owns(tree, uri)) found.set(uri, [...(found.get(uri) ?? []), placed]);
      }
      // An open file without findings is told so, with its version.
      for (const { uri } of this.#documents.all()) {
        if (this.#owns(tree, uri) && !found.has(uri)) found.set(uri, []);
      }
      this.#publisher.found('checks', found, (uri) => this.#owns(tree, uri));
      this.publish();
      this.#onChecked(tree, this.#isChangedElsewhere.delete(tree));
    }, undefined);
    this.#timers.set(
      tree,
      setTimeout(() => void this.#compare(tree), COMPARE_DELAY),
    );
  }

  async #compare(tree: OpenTree): Promise<void> {
    const timer = this.#timers.get(tree);
    let breaking: Awaited<ReturnType<OpenTree['breaking']>> | undefined;
    try {
      breaking = await tree.breaking();
    } catch (error) {
      this.#guard.failed(error, undefined);
    }
    // Something was edited meanwhile: it is checked first, and then compared.
    if (this.#timers.get(tree) !== timer) return;
    this.#guard.run(() => {
      if (breaking && !breaking.ok) this.#sayOnce(tree, breaking.problem.message);
      this.#reports.delete(tree);
      const found = new Map<string, Placed[]>();
      if (breaking?.ok) {
        this.#problems.delete(tree);
        this.#reports.set(tree, breaking.value.report);
        const uriOfFile = (path: string) => this.uriOf(tree.folder, path);
        for (const { path, ...placed } of breakingDiagnostics(breaking.value.report, breaking.value.state, uriOfFile)) {
          const uri = uriOfFile(path);
          found.set(uri, [...(found.get(uri) ?? []), placed]);
        }
      }
      this.#publisher.found('breaking', found, (uri) => this.#owns(tree, uri));
      this.publish();
    }, undefined);
  }

  /** Says why nothing is compared: once for each reason, since that is no error of the author. */
  #sayOnce(tree: OpenTree, message: string): void {
    if (this.#problems.get(tree) === message) return;
    this.#problems.set(tree, message);
    this.#connection.console.info(`nothing is compared in ${tree.folder}: ${message}`);
  }

  /** Sends the editor what changed since the last time. */
  publish(): void {
    this.#publisher.publish((uri) => {
      const document = this.#documents.get(uri);
      return document && { text: document.getText(), version: document.version };
    });
  }

  /** Whether a file is one of a tree, and not of one inside it. */
  #owns(tree: OpenTree, uri: string): boolean {
    const file = fileOf(uri);
    return file !== undefined && this.#trees.ownerOf(file) === tree;
  }

  /** The address of a file as the editor writes it, where it has the file open. */
  uriOf(folder: string, path: string): string {
    const uri = uriOf(folder, path);
    if (this.#documents.get(uri)) return uri;
    const file = fileOf(uri);
    return this.#documents.keys().find((one) => fileOf(one) === file) ?? uri;
  }
}
