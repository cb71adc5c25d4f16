import type { Span } from '../../text/index.ts';
import { wrongShape } from '../checks/wrong-shape.ts';
import type { Explanation, Findings } from '../findings.ts';
import type { Document, Value } from '../ron/value.ts';
import { CommentsAbove } from './comments.ts';

/** What the readers of one interface share. */
export interface Context {
  readonly findings: Findings;
  readonly comments: CommentsAbove;
  /** `#![enable(implicit_some)]`: where an option is wanted, a bare value means `Some` of it. */
  readonly implicitSome: boolean;
}

export function contextOf(document: Document, findings: Findings): Context {
  const extensions = document.attributes.flatMap((attribute) => attribute.extensions.map((word) => word.text));
  return {
    findings,
    comments: new CommentsAbove(document),
    // The two others change how newtypes are read; an interface is made of none.
    implicitSome: extensions.includes('implicit_some'),
  };
}

/** Reports that `value` should have been `expected`; says nothing of a value that could not be read in the first place. */
export function reportShape(
  context: Context,
  value: Value,
  expected: string,
  explanation: Explanation = {},
): undefined {
  if (value.kind === 'unreadable') return;
  const message = `expected ${expected}, found ${describe(value)}`;
  context.findings.add(wrongShape, opening(value), message, { help: `write ${expected} here`, ...explanation });
}

function describe(value: Value): string {
  switch (value.kind) {
    case 'string':
      return 'a string';
    case 'char':
      return 'a character';
    case 'integer':
    case 'float':
      return 'a number';
    case 'bool':
      return `\`${value.value}\``;
    case 'name':
      return `\`${value.name.text}\``;
    case 'tuple':
      if (value.name) return `\`${value.name.text}(${value.items.length === 0 ? '' : '…'})\``;
      return value.items.length === 0 ? '`()`' : 'a tuple';
    case 'struct':
      return value.name ? `\`${value.name.text}(…)\`` : 'a struct `(…)`';
    case 'list':
      return 'a list';
    case 'map':
      return 'a map `{…}`';
    case 'unreadable':
      return 'nothing that can be read';
  }
}

/** The beginning of a value that may go over many lines: its name, its bracket, or all of it when it is short. */
function opening(value: Value): Span {
  switch (value.kind) {
    case 'struct':
    case 'tuple':
      return value.name?.span ?? { start: value.span.start, end: value.span.start + 1 };
    case 'list':
    case 'map':
      return { start: value.span.start, end: value.span.start + 1 };
    default:
      return value.span;
  }
}
