import { z } from 'zod';

/** Faults of one document that are looked for: a document of a million wrong values would take gigabytes to complain of. */
const MAX_FAULTS = 100;

/** Elements of the document that is being parsed that were wrong. Parsing is synchronous, so that there is one at a time. */
let faults = 0;

class TooManyFaults extends Error {}

/** `z.array`, whose parsing ends when too many elements of the document are wrong. */
export function list<Element extends z.ZodType>(element: Element): z.ZodArray<Element> {
  return z.array(counted(element));
}

/** `z.record`, likewise. */
export function record<Key extends z.core.$ZodRecordKey, Value extends z.ZodType>(key: Key, value: Value) {
  return z.record(key, counted(value));
}

/** One for each schema: that of types holds itself. */
const countedSchemas = new WeakMap<z.ZodType, z.ZodType>();

function counted<Element extends z.ZodType>(element: Element): Element {
  let found = countedSchemas.get(element) as Element | undefined;
  if (!found) {
    found = element.refine(() => true, {
      when: ({ issues }) => {
        if (issues.length > 0 && ++faults > MAX_FAULTS) throw new TooManyFaults();
        return false;
      },
    });
    countedSchemas.set(element, found);
  }
  return found;
}

/** A document checked against its schema, or a sentence about the first thing that is wrong with it. */
export function parseBounded<Schema extends z.ZodType>(
  schema: Schema,
  json: unknown,
): { readonly data: z.output<Schema> } | { readonly problem: string } {
  faults = 0;
  try {
    const parsed = schema.safeParse(json);
    if (parsed.success) return { data: parsed.data };
    const [issue] = parsed.error.issues;
    const where = issue && issue.path.length > 0 ? `\`${issue.path.join('.')}\`: ` : '';
    return { problem: `${where}${issue?.message ?? ''}` };
  } catch (error) {
    if (error instanceof TooManyFaults) return { problem: `more than ${MAX_FAULTS} parts of it are wrong` };
    // The schema is recursive.
    if (error instanceof RangeError) return { problem: 'it is nested too deeply' };
    throw error;
  }
}
