import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import {
  bracketMatching,
  HighlightStyle,
  StreamLanguage,
  type StreamParser,
  syntaxHighlighting,
} from '@codemirror/language';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';

export type { Diagnostic } from '@codemirror/lint';

/** A text editor for an interface or for Rust. */
export interface Editor {
  text(): string;
  replace(text: string): void;
  mark(diagnostics: readonly Diagnostic[]): void;
  goTo(offset: number): void;
}

/**
 * Puts an editor into a place. It lives in a shadow root: there, styles are constructed, which the policy of the pages allows, and
 * not written into the page, which it forbids.
 */
export function makeEditor(place: HTMLElement, text: string, onChange: () => void): Editor {
  const root = place.attachShadow({ mode: 'open' });
  const label = place.getAttribute('aria-label') ?? '';
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        history(),
        bracketMatching(),
        lintGutter(),
        StreamLanguage.define(grammar),
        syntaxHighlighting(style),
        keymap.of([...defaultKeymap, ...historyKeymap]),
        EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onChange();
        }),
        theme,
      ],
    }),
  });
  return {
    text: () => view.state.doc.toString(),
    replace: (now) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: now } }),
    mark: (diagnostics) => view.dispatch(setDiagnostics(view.state, [...diagnostics])),
    goTo(offset) {
      view.dispatch({ selection: { anchor: Math.min(offset, view.state.doc.length) }, scrollIntoView: true });
      view.focus();
    },
  };
}

/** The colors of code on all pages: custom properties reach into shadow roots. */
const style = HighlightStyle.define([
  { tag: tags.comment, color: 'var(--token-comment)' },
  { tag: tags.string, color: 'var(--token-string)' },
  { tag: tags.number, color: 'var(--token-number)' },
  { tag: tags.keyword, color: 'var(--token-keyword)' },
  { tag: tags.typeName, color: 'var(--token-type)' },
  { tag: tags.punctuation, color: 'var(--token-punctuation)' },
]);

const theme = EditorView.theme({
  '&': { color: 'var(--ink)', backgroundColor: 'var(--panel)', fontSize: '0.85rem', height: '100%' },
  '.cm-content': { fontFamily: 'var(--mono)', caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': { color: 'var(--muted)', backgroundColor: 'var(--panel)', border: '0' },
  '&.cm-focused': { outline: '2.5px solid var(--ink)' },
  '.cm-scroller': { overflow: 'auto', minHeight: '14rem', maxHeight: '70vh' },
  '.cm-selectionBackground, &.cm-focused .cm-selectionBackground': { backgroundColor: 'var(--mark-soft) !important' },
  '.cm-tooltip': { color: 'var(--ink)', backgroundColor: 'var(--paper)', border: '1px solid var(--rule)' },
});

const KEYWORDS =
  /^(?:Interface|Some|None|true|false|Result|Simple|CLike|Complex|ServerDeath|pub|struct|enum|const|type|use|fn|impl|union|static|mod|let|mut)\b/;

/** Idol files are RON, which reads as Rust does: one grammar serves both editors. */
const grammar: StreamParser<{ inComment: boolean }> = {
  startState: () => ({ inComment: false }),
  token(stream, state) {
    if (state.inComment || stream.match('/*')) {
      state.inComment = !stream.match(/^.*?\*\//);
      if (state.inComment) stream.skipToEnd();
      return 'comment';
    }
    if (stream.match(/^\/\/.*/)) return 'comment';
    if (stream.match(/^r?#*"(?:[^"\\]|\\.)*"?#*/)) return 'string';
    if (stream.match(/^[0-9][0-9a-fA-FxXob_.]*/)) return 'number';
    if (stream.match(KEYWORDS)) return 'keyword';
    if (stream.match(/^[A-Z][A-Za-z0-9_]*/)) return 'typeName';
    if (stream.match(/^[a-z_][A-Za-z0-9_]*/)) return null;
    if (stream.match(/^[(){}[\]:,<>;=&|#!]/)) return 'punctuation';
    stream.next();
    return null;
  },
};
