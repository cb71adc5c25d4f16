import type { Connection, Diagnostic as Shown } from 'vscode-languageserver/node';
import { Source, type Span } from '../text/index.ts';
import { differenceOf, moved } from './difference.ts';
import { rangeOf } from './position.ts';

/** A diagnostic with the text that its place counts in: that may be older than the text in the editor. */
export interface Placed {
  readonly shown: Omit<Shown, 'range'>;
  readonly source: Source;
  readonly span: Span;
}

/** What is shown of one tree: by file, and by who found it. */
type Kind = 'checks' | 'breaking';

/** Tells the editor what is wrong where, and nothing that it knows already. */
export class Publisher {
  readonly #send: Connection['sendDiagnostics'];
  /** By address of the file. */
  readonly #found = new Map<string, Map<Kind, readonly Placed[]>>();
  readonly #sent = new Map<string, string>();

  constructor(send: Connection['sendDiagnostics']) {
    this.#send = send;
  }

  /** What one kind of search found in some files takes the place of what it found before in any file that `isOurs` accepts. */
  found(kind: Kind, byFile: ReadonlyMap<string, readonly Placed[]>, isOurs: (uri: string) => boolean): void {
    for (const [uri, kinds] of this.#found) if (isOurs(uri) && !byFile.has(uri)) kinds.delete(kind);
    for (const [uri, found] of byFile) {
      const kinds = this.#found.get(uri) ?? new Map();
      this.#found.set(uri, kinds.set(kind, found));
    }
  }

  /** Forgets what was found in files that are of no interest any more. */
  forget(isOurs: (uri: string) => boolean): void {
    for (const [uri, kinds] of this.#found) if (isOurs(uri)) kinds.clear();
  }

  /** Sends what changed. `now` gives a file's text and version as the editor has them; undefined where it is not open. */
  publish(now: (uri: string) => { readonly text: string; readonly version: number } | undefined): void {
    for (const [uri, kinds] of this.#found) {
      const open = now(uri);
      const diagnostics = [...kinds.values()].flat().flatMap((one) => shownNow(one, open?.text));
      const version = open && { version: open.version };
      const key = JSON.stringify([diagnostics, version]);
      if (this.#sent.get(uri) === key) continue;
      const isNews = diagnostics.length > 0 || this.#sent.has(uri) || open !== undefined;
      if (isNews) this.#send({ uri, diagnostics, ...version });
      this.#sent.set(uri, key);
      if (kinds.size === 0) this.#found.delete(uri);
      if (diagnostics.length === 0 && !open) this.#sent.delete(uri);
    }
  }
}

/** A diagnostic of an older text goes with the text that it marks, and is left out where that was edited. */
function shownNow({ shown, source, span }: Placed, text: string | undefined): Shown[] {
  if (text === undefined || text === source.text) return [{ ...shown, range: rangeOf(source, span) }];
  const place = moved(span, differenceOf(source.text, text));
  return place ? [{ ...shown, range: rangeOf(new Source(source.path, text), place) }] : [];
}
