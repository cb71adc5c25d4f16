import { compareInterfaces, type InterfaceBuild } from '../../compare/index.ts';
import type { ObjectDocument } from '../../registry/index.ts';
import { type SideVersion, sideVersion } from '../changes/sides.ts';
import { versionDiff } from '../changes/version-diff.ts';

/** Compares two versions aside from the page, which stays usable: a large interface takes seconds on a small machine. */
export interface CompareRequest {
  /** Answers may come when nobody waits for them any more: this tells which is which. */
  turn: number;
  before: VersionPlace;
  after: VersionPlace;
  /** Address of the pages of compatibility rules, to which an id and a slash are added. */
  checks: string;
}

export interface VersionPlace {
  /** "v3". */
  label: string;
  /** Address of its document, absolute. */
  address: string;
  /** How its newest release builds it. */
  build: InterfaceBuild;
}

export type CompareAnswer = { turn: number; html: string; changes: number; operations: number } | { turn: number };

const sides = new Map<string, Promise<SideVersion>>();

addEventListener('message', async ({ data }: MessageEvent<CompareRequest>) => {
  const { turn, before, after, checks } = data;
  try {
    const [old, now] = await Promise.all([load(before), load(after)]);
    const comparison = compareInterfaces(old.object, now.object);
    const { html, changes, operations } = versionDiff(old, now, { rule: (id) => `${checks}${id}/` }, comparison);
    answer({ turn, html: html.text, changes, operations });
  } catch {
    answer({ turn });
  }
});

function answer(message: CompareAnswer): void {
  postMessage(message);
}

function load({ label, address, build }: VersionPlace): Promise<SideVersion> {
  const known = sides.get(address) ?? fetchSide(label, address, build);
  sides.set(address, known);
  known.catch(() => sides.delete(address));
  return known;
}

async function fetchSide(label: string, address: string, build: InterfaceBuild): Promise<SideVersion> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status}`);
  return sideVersion(label, { ...((await response.json()) as ObjectDocument), build });
}
