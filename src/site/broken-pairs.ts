import type { BuiltVersion } from '../registry/index.ts';
import { type Html, html } from './changes/html.ts';
import {
  builtFirstIn,
  groupsOf,
  type InterfaceLine,
  interfaceLines,
  meetingOf,
  type ReleaseGroup,
} from './compatibility.ts';
import { count, interfaceLabel } from './context.ts';
import { diffUrl, todayUrl, versionKey, versionLabel } from './published.ts';

const MAX_NAMES = 6;

/** By interface each pair of versions in two product lines that do not work together, once. The matrix's script reads them. */
export function brokenPairs(a: string, b: string): Html[] {
  const [ofA, ofB] = [groupsOf(a), groupsOf(b)];
  return interfaceLines.flatMap((line, index) => {
    const [inA, inB] = [versionsOf(ofA, index), versionsOf(ofB, index)];
    const pairs = new Map([...product(inA, inB), ...product(inB, inA)].map((pair) => [pair.join(), pair]));
    const broken = [...pairs.values()].flatMap(([client, server]) => pairHtml(line, client, server) ?? []);
    return broken.length > 0 ? [lineHtml(line, index, broken)] : [];
  });
}

function versionsOf(groups: readonly ReleaseGroup[], index: number): number[] {
  return [...new Set(groups.flatMap((group) => group.versions[index] ?? []))];
}

function product(clients: readonly number[], servers: readonly number[]): [number, number][] {
  return clients.flatMap((client) => servers.map((server): [number, number] => [client, server]));
}

function lineHtml({ history, isExternal }: InterfaceLine, index: number, broken: readonly Html[]): Html {
  return html`<details data-line="${index}" data-diff="${diffUrl(history)}"${isExternal && html` data-external`}>
    <summary>${interfaceLabel(history)} <span class="muted">${count(broken.length, 'pair')} of versions</span></summary>
    <p><a href="${todayUrl(history)}">${interfaceLabel(history)}</a>, <a href="${diffUrl(history)}">compare any two versions</a></p>
    <ul>${broken}</ul>
  </details>`;
}

function pairHtml(line: InterfaceLine, client: number, server: number): Html | undefined {
  const { worst, operations } = meetingOf(line, client, server);
  const [from, to] = [line.versions[client], line.versions[server]];
  if (worst === 'ok' || !from || !to) return undefined;
  const query = `?from=${versionKey(line.history, from)}&to=${versionKey(line.history, to)}`;
  return html`<li data-pair="${`${client},${server}`}" data-worst="${worst}" data-query="${query}">${labelOf(line, from)} client, ${labelOf(line, to)} server: ${worst}, ${namesText(operations)}</li>`;
}

/** `v3`; where builds of the version differ, `v3 as in gimlet-v1.0.1`. */
function labelOf(line: InterfaceLine, one: BuiltVersion): string {
  const first = builtFirstIn(line, one);
  return `${versionLabel(line.history, one)}${first === undefined ? '' : ` as in ${first}`}`;
}

function namesText(names: readonly string[]): string {
  if (names.length <= MAX_NAMES) return names.join(', ');
  return `${names.slice(0, MAX_NAMES - 1).join(', ')} and ${names.length - MAX_NAMES + 1} more operations`;
}
