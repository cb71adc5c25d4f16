import type { TypeString } from './model.ts';

/**
 * Whether a lease of this type may have a `max_len`: a slice or a trait object. Brackets around either hide it, from the reference compiler, too.
 * True of a text that is no type: that is reported already.
 */
export function isUnsized({ expr }: TypeString): boolean {
  if (expr === undefined) return true;
  return !expr.brackets && (expr.kind === 'slice' || expr.kind === 'traitObject');
}

/** Whether the type is the word `bool`, which travels as a byte. To the reference compiler, `(bool)` and `r#bool` are other types. */
export function isBool({ expr }: TypeString): boolean {
  if (expr?.kind !== 'path' || expr.brackets || expr.global || expr.qualifiedSelf || expr.segments.length > 1)
    return false;
  const [segment] = expr.segments;
  return segment?.name === 'bool' && !segment.raw && segment.brackets === undefined;
}
