import type { Cursor } from './cursor.ts';

/** Passes over `#[…]`, or `#![…]` at the start of a block, and documentation, which stands for the same. */
export function skipAttributes(cursor: Cursor, kind: 'outer' | 'inner'): void {
  for (;;) {
    if (cursor.peek().kind === (kind === 'inner' ? 'innerDoc' : 'doc')) {
      cursor.next();
    } else if (kind === 'outer' && cursor.at('#') && !cursor.at('!', 1)) {
      cursor.next();
      attribute(cursor);
    } else if (kind === 'inner' && cursor.at('#') && cursor.at('!', 1)) {
      cursor.index += 2;
      attribute(cursor);
    } else return;
  }
}

/** `[path]`, `[path(…)]` or `[path = value]` */
function attribute(cursor: Cursor): void {
  if (!cursor.at('[')) cursor.fail('`[`');
  const content = cursor.inside();
  content.accept('::');
  do {
    if (!content.atIdentifier && !/^(self|super|crate|Self|unsafe)$/.test(content.peek().text))
      content.fail('the name of an attribute');
    content.next();
  } while (content.accept('::'));
  if (content.peek().kind === 'open') content.skipGroup();
  else if (content.accept('=')) while (!content.atEnd) content.next();
  if (!content.atEnd) content.fail('the end of the attribute');
}
