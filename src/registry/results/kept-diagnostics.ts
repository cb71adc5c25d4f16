import type { Asked, Kept } from '../../engine/index.ts';
import { type Diagnostic, Source } from '../../text/index.ts';

/** Path of a file of the tree, or a text that is none. */
type KeptSource = string | { readonly path: string; readonly text: string };

/** Keeps diagnostics with the paths of their sources, which are part of what they were made of. */
export const keptDiagnostics: Kept<readonly Diagnostic[]> = {
  write: (diagnostics, asked) =>
    diagnostics.map(({ source, related, ...diagnostic }) => ({
      ...diagnostic,
      source: keptSource(source, asked),
      ...(related && { related: related.map((one) => ({ ...one, source: keptSource(one.source, asked) })) }),
    })),
  read(stored, asked) {
    const read: Diagnostic[] = [];
    for (const { source, related, ...diagnostic } of stored as Written[]) {
      const own = readSource(source, asked);
      const labels = related?.map((one) => ({ ...one, source: readSource(one.source, asked) }));
      if (!own || labels?.some((label) => label.source === undefined)) return undefined;
      read.push({ ...diagnostic, source: own, ...(labels && { related: labels as Diagnostic['related'] }) });
    }
    return read;
  },
};

type Written = Omit<Diagnostic, 'source' | 'related'> & {
  readonly source: KeptSource;
  readonly related?: readonly (Omit<NonNullable<Diagnostic['related']>[number], 'source'> & { source: KeptSource })[];
};

function keptSource({ path, text }: Source, asked: Asked): KeptSource {
  return asked.files().read(path)?.text === text ? path : { path, text };
}

function readSource(kept: KeptSource, asked: Asked): Source | undefined {
  return typeof kept === 'string' ? asked.files().read(kept) : new Source(kept.path, kept.text);
}
