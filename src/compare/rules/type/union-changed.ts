import { definitionRule } from '../rule.ts';
import { describeField, isSameRepr } from './fields.ts';
import { isSameFields } from './variants.ts';

/** A union is as large as its largest field. Client and server must agree on the field in use. */
export const unionChanged = definitionRule({
  id: 'union-changed',
  summary: 'A union has other fields.',
  levels: ['wire', 'source'],
  kind: 'union',
  use: 'data',
  find: (old, now, match) => {
    if (isSameFields(old.fields, now.fields, match) && isSameRepr(old.repr, now.repr)) return [];
    const fields = now.fields.map((field) => describeField(field, match.newTypes)).join(', ');
    return [
      {
        message: `union \`${now.name}\` now has the fields ${fields}`,
        detail: [fields],
      },
    ];
  },
});
