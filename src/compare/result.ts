import type { SourcePlace } from '../schema/index.ts';
import type { Level, OperationName, ReplyFault } from './model.ts';

/** Which side has the old version: an old client calls a new server, or a new client calls an old server. */
export type Direction = 'old-client' | 'new-client';

export const DIRECTIONS: Readonly<Record<Direction, string>> = {
  'old-client': 'old client, new server',
  'new-client': 'new client, old server',
};

/** The two sides of a message contract: its sender is the client, its receiver the server. */
export interface SenderAndReceiver {
  sender: string;
  receiver: string;
}

/** `old client, new server`; of a message contract `old SP, new RoT`. */
export function directionWords(direction: Direction, sides?: SenderAndReceiver): string {
  if (!sides) return DIRECTIONS[direction];
  const [first, second] = direction === 'old-client' ? ['old', 'new'] : ['new', 'old'];
  return `${first} ${sides.sender}, ${second} ${sides.receiver}`;
}

/** The result of a call between two versions, over all values that may be sent: the worst that can happen. */
export type Verdict =
  /**
   * Every call works. `same`: the canonical forms of both sides are equal. `subset`: every value that one side can send is one that
   * the other side reads as the same value.
   */
  | { kind: 'ok'; argument: 'same' | 'subset' }
  /** The server has the kernel fault the client. */
  | { kind: 'fault'; fault: ReplyFault }
  /** A task crashes: the client or the server panics, or the kernel faults the server. */
  | { kind: 'panic'; who: 'client' | 'server' }
  /** Wrong data, or the wrong operation, is accepted: nobody notices. */
  | { kind: 'silent' }
  /** Nothing is claimed. `about` says what is not known, as part of a sentence: `` the type `Foo` ``. */
  | { kind: 'unknown'; about: string };

/** The kinds of a verdict, for filters such as `--fail-on`. */
export type VerdictKind = Verdict['kind'];

/** From the worst to the best. */
export const VERDICT_KINDS: readonly VerdictKind[] = ['silent', 'panic', 'fault', 'unknown', 'ok'];

/** An operation of two versions: matched by name, or by number when it was renamed in place. One side is absent where it was added or removed. */
export interface OperationPairName {
  old?: OperationName;
  new?: OperationName;
}

/** A value with the name of what has it, as text: `{ name: 'offset', value: '0x0302' }`. */
export interface NamedValue {
  name: string;
  value: string;
}

/** A call that ends as its verdict says, in full. Values are text for people; bytes are pairs of hexadecimal digits, separated by spaces. */
export interface CallWitness {
  /** The client's arguments in order, and the message that they travel as. */
  sent: { values: NamedValue[]; bytes: string };
  /** The client's leases in order: `{ name: 'data', value: '3 elements, 12 bytes' }`. Absent where there are none. */
  leases?: NamedValue[];
  /** The arguments as the server reads them. Absent where it does not accept the message. */
  received?: NamedValue[];
  /** What the server answers, with its return code and bytes, and what the client reads. Absent where the server does not answer. */
  reply?: { value: string; code: number; bytes: string; read?: string };
}

/** What becomes of the messages of one variant of a message body. */
export interface VariantVerdict {
  /** `` ReqBody::Update(UpdateReq::Prep) ``. */
  name: string;
  /** The numbers that it is encoded with, from the outside in: `3.1`. */
  number: string;
  /** The receiver's version does not have it: only a newer sender can send it. */
  isNew?: true;
  verdict: Verdict;
  sentence: string;
}

/** The verdict on one operation in one direction, in the configurations that share it. */
export interface OperationVerdict {
  operation: OperationPairName;
  direction: Direction;
  /** Where it holds: `` in image `a` ``, `` with `feature = "vlan"` ``. Empty where it holds in every configuration. */
  configurations: string[];
  verdict: Verdict;
  /** One sentence: why, with numbers, sizes and names. */
  sentence: string;
  /** Absent for `ok`, and for `unknown`. */
  witness?: CallWitness;
  /** Present in a message contract. */
  sides?: SenderAndReceiver;
  /** Of a message contract whose body is an enum: the variants that are not ok. Absent where the cause is outside the body. */
  variants?: VariantVerdict[];
  /**
   * Of a message contract: nothing fails but variants that the receiver's version does not have, and the newer version has a higher
   * protocol version. A sender can tell by that whether it may send them.
   */
  isStaged?: true;
  /** Fingerprints of the causes that explain it, in the order of {@link InterfaceComparison.causes}. Never empty unless it is `ok`. */
  causes: string[];
}

/** A repair of a cause that is mechanical: an edit that keeps the change and breaks less. */
export interface Repair {
  /** Moves an operation or variant behind all others of its list. */
  kind: 'move-to-end';
  what: 'operation' | 'variant';
  name: string;
  /** Where the new version has it: the start of its name. */
  place?: SourcePlace;
}

/** One change, with everything that it explains. It has no verdict of its own: that of its operations counts. */
export interface Cause {
  /** Id of the rule that found it. */
  rule: string;
  levels: Level[];
  /** What changed, as one sentence without a full stop. */
  message: string;
  /** The operations that it touches. Empty for a change of the interface as a whole. */
  operations: OperationPairName[];
  /**
   * The type inside which it is, by crate and name: `drv_oven_api::Mode`. Then the same change in other interfaces has the same
   * fingerprint: all that use the type meet one change.
   */
  type?: string;
  oldPlace?: SourcePlace;
  newPlace?: SourcePlace;
  /** What to do instead, where there is a way that breaks less. */
  help?: string;
  repair?: Repair;
  /** Stable under reformatting, moved files and unrelated edits: what a waiver names. Unique in its comparison. */
  fingerprint: string;
}

/** What was left out because a limit was reached. */
export interface BudgetReached {
  /** Configurations that were judged, and how many there are. */
  configurations?: { judged: number; all: number };
  /** Operations whose values were too many to try all that may matter. */
  operations: string[];
}

/** Two versions of one interface, or the one version of an interface that was added or removed. */
export interface InterfaceComparison {
  interface: { name: string; oldPath?: string; newPath?: string };
  status: 'compared' | 'added' | 'removed';
  /** By operation in the order of the new version, then direction: all that differ, also those that are `ok`. */
  verdicts: OperationVerdict[];
  /** How many operations are the same on both sides, and have no verdict above. */
  same: number;
  /** Distinct types of each version that could not be resolved: what they are made of was not compared. */
  unseen: { old: number; new: number };
  budget?: BudgetReached;
  causes: Cause[];
}

/** Whether nothing at all differs, documentation included. */
export function isUnchanged({ causes, verdicts }: InterfaceComparison): boolean {
  return causes.length === 0 && verdicts.every(({ verdict }) => verdict.kind === 'ok');
}

/** The verdicts that a cause explains, and of the operations that it touches on the wire those that are ok. */
export function verdictsOf({ verdicts }: InterfaceComparison, cause: Cause): OperationVerdict[] {
  const isOnTheWire = cause.levels.some((level) => level === 'wire' || level === 'image');
  return verdicts.filter(({ operation, verdict, causes }) =>
    verdict.kind === 'ok' ? isOnTheWire && isTouched(operation, cause) : causes.includes(cause.fingerprint),
  );
}

function isTouched(operation: OperationPairName, { operations }: Cause): boolean {
  return operations.some((one) => one.old?.name === operation.old?.name && one.new?.name === operation.new?.name);
}

/** The worst of some verdicts; the first where several are equally bad, undefined where there are none. */
export function worstVerdict<V extends { verdict: Verdict }>(verdicts: readonly V[]): V | undefined {
  return VERDICT_KINDS.map((kind) => verdicts.find(({ verdict }) => verdict.kind === kind)).find((one) => one);
}

/** `client sends index=1, offset=0x0302 as 01 02 03; server reads offset=0x0201, index=3`. */
export function witnessText({ sent, received, leases, reply }: CallWitness, sides?: SenderAndReceiver): string {
  const { sender, receiver } = sides ?? { sender: 'client', receiver: 'server' };
  const list = (values: readonly NamedValue[]) => values.map(({ name, value }) => `${name}=${value}`).join(', ');
  const parts = [`${sender} sends ${list(sent.values) || 'no arguments'}${sent.bytes ? ` as ${sent.bytes}` : ''}`];
  if (leases) parts.push(`client lends ${list(leases)}`);
  if (received) parts.push(`${receiver} reads ${list(received) || 'no arguments'}`);
  if (reply) {
    parts.push(`server answers ${reply.value} (code ${reply.code}${reply.bytes ? `, ${reply.bytes}` : ''})`);
    if (reply.read !== undefined) parts.push(`client reads ${reply.read}`);
  }
  return parts.join('; ').replace(REPEATED, (_, element: string, others: string) => {
    return `[${element}; ${1 + others.length / (element.length + 1)}]`;
  });
}

/** A list of one element over and over, as Rust writes it. */
const REPEATED = /\[([^,[\]{}]+)((?:,\1){7,})\]/g;
