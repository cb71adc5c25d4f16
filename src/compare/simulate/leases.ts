import type { LeaseSchema, Type } from '../../schema/index.ts';
import { isOpen, isSamePart } from '../canonical-form.ts';
import { alignByName } from '../match/align.ts';
import { bytes, type CallVerdict, fault, ok, panic, silent, unknown, worse } from './call-verdict.ts';
import { codecPlan } from './codec-plan.ts';
import type { Endpoint } from './endpoint.ts';
import { provenReading } from './proof.ts';
import { valueSamples } from './samples.ts';
import { misreading } from './semantic-diff.ts';
import { type SentType, unseenBetween, unseenVerdict } from './unseen.ts';

/** What becomes of a client's leases over all the lengths that it may pass. */
export interface LeasesVerdict {
  worst: CallVerdict;
  /** Lengths in elements that get past the checks; absent when a server refuses every length but none at all. */
  accepted?: readonly number[];
  /** Lengths that are refused, where `worst` is what happens to all others. */
  refusals?: readonly CallVerdict[];
}

/** A server that counts leases does so before it decodes anything. */
export function leaseCountVerdict(client: Endpoint, server: Endpoint): CallVerdict | undefined {
  const difference = countDifference(client, server);
  return difference === undefined ? undefined : fault('BadLeases', `${difference}.`);
}

function countDifference(client: Endpoint, server: Endpoint): string | undefined {
  const passed = client.operation.leases.length;
  const expected = server.operation.leases.length;
  if (passed === expected) return undefined;
  const count = passed === 0 ? 'no lease' : passed === 1 ? '1 lease' : `${passed} leases`;
  return `The ${client.name} client passes ${count}, the ${server.name} server expects ${expected === 0 ? 'none' : expected}`;
}

/**
 * Attributes and sizes of each lease, and whether it is the one that the server takes it for. Where the server did not count them,
 * there may be more than it knows, or less.
 */
export function leasesVerdict(client: Endpoint, server: Endpoint): LeasesVerdict {
  const { leases } = client.operation;
  const { pairs } = alignByName(leases, server.operation.leases, () => true);
  const partner = new Map(pairs.map((pair) => [pair.old, pair.new]));
  const all = leases.map((lease, index) => {
    const taken = server.operation.leases[index];
    if (!taken) return unused(lease, server);
    return leaseVerdict({ client, lease, server, taken, isSame: partner.get(lease) === taken });
  });
  const accepted = all.flatMap((one) => (one.accepted === undefined ? [] : [one.accepted]));
  const never = all.find((one) => one.accepted === undefined);
  if (never) return { worst: never.worst };
  if (server.operation.leases.length > leases.length) {
    const why =
      'Its runtime does not count them: the kernel faults the server when it borrows the one that is missing.';
    // The server gets that far only with lengths that pass its checks of the leases before.
    return {
      worst: { ...panic('server', `${countDifference(client, server)}. ${why}`), witness: { lengths: accepted } },
      refusals: all.flatMap(({ refusal }, index) =>
        refusal ? [{ ...refusal.worst, witness: { lengths: accepted.with(index, refusal.length) } }] : [],
      ),
    };
  }
  const usual = all.map((one) => one.accepted ?? 1);
  return {
    worst: all
      .map(({ worst, length }, index) => ({
        ...worst,
        witness: { lengths: usual.map((one, i) => (i === index ? (length ?? one) : one)) },
      }))
      // Of two that are equally bad, the one that happens whatever becomes of the reply.
      .toSorted((a, b) => Number(a.needsReply ?? false) - Number(b.needsReply ?? false))
      .reduce<CallVerdict>(worse, ok('same', 'The server uses every lease correctly.')),
    accepted,
  };
}

function unused(lease: LeaseSchema, server: Endpoint): LeaseVerdict {
  const sentence = `${nameOf(lease)} is not used by the ${server.name} server, whose runtime does not count leases.`;
  return { worst: silent(sentence), accepted: 1 };
}

interface LeasePair {
  client: Endpoint;
  lease: LeaseSchema;
  server: Endpoint;
  /** What the server takes it for. */
  taken: LeaseSchema;
  /** Whether that is the same lease, by name. */
  isSame: boolean;
}

interface LeaseVerdict {
  worst: CallVerdict;
  /** The length at which that happens, where not at any. */
  length?: number;
  accepted?: number;
  /** A length that the server refuses. */
  refusal?: { readonly worst: CallVerdict; readonly length: number };
}

function leaseVerdict(pair: LeasePair): LeaseVerdict {
  const { lease, server, taken } = pair;
  if ((taken.read && !lease.read) || (taken.write && !lease.write)) {
    const needed = taken.read && taken.write ? 'to read and write' : taken.read ? 'to read' : 'to write';
    const granted = lease.read ? 'only to read' : 'only to write';
    const sentence = `${nameOf(lease)} is granted ${granted}, the ${server.name} server needs ${needed} it.`;
    return { worst: fault('BadLeases', sentence) };
  }
  const sizes = sizesOf(pair);
  if (!sizes) return unknownSizeVerdict(pair);
  const lengths = lengthsToTry(lease, taken, sizes);
  const accepted = lengths.find((length) => isAccepted(length, taken, sizes));
  const refused = lengths.find((length) => !isAccepted(length, taken, sizes));
  const refusal = refused === undefined ? undefined : { worst: refuse(pair, sizes, refused), length: refused };
  if (accepted === undefined) return refusal ?? { worst: ok('subset', `${nameOf(lease)} is never passed.`) };
  const taking = { worst: takingVerdict(pair, sizes, accepted), length: accepted };
  if (!refusal) return { ...taking, accepted };
  return { ...(worse(taking.worst, refusal.worst) === refusal.worst ? refusal : taking), accepted, refusal };
}

/** Bytes of one element, or of the one value, on both sides. */
interface Sizes {
  passed: number;
  expected: number;
}

function sizesOf({ client, lease, server, taken }: LeasePair): Sizes | undefined {
  const passed = client.layouts.image(lease.type, lease.name).size;
  const expected = server.layouts.image(taken.type, taken.name).size;
  return passed && expected && { passed: passed.max, expected: expected.max };
}

/** Lengths in elements that a client may pass, from usual to odd. Passing nothing fits everywhere, and nobody calls for that. */
function lengthsToTry(lease: LeaseSchema, taken: LeaseSchema, { passed, expected }: Sizes): number[] {
  if (!lease.slice) return [1];
  const whole = passed > 0 ? expected / greatestCommonDivisor(passed, expected) : 1;
  const overLimit = taken.maxLen === undefined ? [] : [Math.floor((taken.maxLen * expected) / (passed || 1)) + whole];
  return [1, whole, 2, whole + 1, ...overLimit].filter(
    (length) => length > 0 && length <= (lease.maxLen ?? Number.POSITIVE_INFINITY),
  );
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

function isAccepted(length: number, taken: LeaseSchema, { passed, expected }: Sizes): boolean {
  const size = length * passed;
  if (!taken.slice) return size === expected;
  return expected === 0 || (size % expected === 0 && size / expected <= (taken.maxLen ?? Number.POSITIVE_INFINITY));
}

function refuse({ client, lease, server, taken }: LeasePair, { passed, expected }: Sizes, length: number): CallVerdict {
  const size = bytes(passed);
  const passes = lease.slice ? `of elements of ${size}` : `of ${size}`;
  if (!taken.slice) {
    const sentence = `${nameOf(lease)} is ${passes}, the ${server.name} server takes exactly ${bytes(expected)}.`;
    return fault('BadLeases', sentence);
  }
  if ((length * passed) % expected !== 0) {
    const sentence = `${nameOf(lease)} is ${passes}, the ${server.name} server takes whole elements of ${bytes(expected)}.`;
    return fault('BadLeases', sentence);
  }
  const most = lease.slice ? (lease.maxLen ?? Number.POSITIVE_INFINITY) : 1;
  const may = most === Number.POSITIVE_INFINITY ? 'sets no limit' : `passes up to ${most}`;
  return fault(
    'BadLeases',
    `${nameOf(lease)}: the ${server.name} server takes at most ${elements(taken.maxLen ?? 0)}, the ${client.name} client ${may}.`,
  );
}

/** A lease that gets past the checks: whether its bytes are taken for what they are. */
function takingVerdict(pair: LeasePair, sizes: Sizes, length: number): CallVerdict {
  const { client, lease, server, taken } = pair;
  if (!pair.isSame) return silent(`${nameOf(lease)} is taken by the ${server.name} server for \`${taken.name}\`.`);
  const same = lease.slice === taken.slice && isSamePart(lease.type, client.types, taken.type, server.types);
  if (same) return sameVerdict(pair);
  if (isOpen(lease.type, client.types) || isOpen(taken.type, server.types)) {
    return unknown(`the type of lease \`${lease.name}\``, `The type of ${nameOf(lease)} is not known on both sides.`);
  }
  if (lease.slice && taken.slice && sizes.passed !== sizes.expected) {
    const sentence =
      `${nameOf(lease)} has elements of ${bytes(sizes.passed)}. The ${server.name} server reads them as elements of ` +
      `${bytes(sizes.expected)} where the length is a multiple of that.`;
    return { ...silent(sentence), ...(!taken.read && { needsReply: true }) };
  }
  const passed = imageOf(lease, length);
  const expected = imageOf(taken, sizes.expected > 0 ? (length * sizes.passed) / sizes.expected : length);
  if (isProven(pair, passed, expected)) return ok('subset', `${nameOf(lease)} is decoded correctly.`);
  const [a, b] = [
    { endpoint: client, type: passed },
    { endpoint: server, type: expected },
  ];
  const read = taken.read ? misreadImage(a, b, lease.name, `the ${server.name} server`) : undefined;
  if (read) return silent(`${nameOf(lease)}: ${read}.`);
  const written = taken.write ? misreadImage(b, a, lease.name, `the ${client.name} client`) : undefined;
  if (written) return { ...silent(`${nameOf(lease)}: ${written}.`), needsReply: true };
  const sentence = `Tried contents of ${nameOf(lease)} are decoded correctly. This is not proven for all contents.`;
  return unknown(`whether all contents of lease \`${lease.name}\` are decoded correctly`, sentence);
}

/** Whether what one side writes, the other reads as that, each way that the server may use the lease. */
function isProven({ client, lease, server, taken }: LeasePair, passed: Type, expected: Type): boolean {
  // Between a slice and one value, one length alone is accepted.
  const [sent, read] = lease.slice === taken.slice ? [lease.type, taken.type] : [passed, expected];
  const a = codecPlan(sent, 'Zerocopy', client.layouts.memory);
  const b = codecPlan(read, 'Zerocopy', server.layouts.memory);
  return (!taken.read || provenReading(a, b) === 'exact') && (!taken.write || provenReading(b, a) === 'exact');
}

/** A lease whose type is the same on both sides, as far as it could be resolved. */
function sameVerdict({ client, lease, server, taken }: LeasePair): CallVerdict {
  const unseen = unseenBetween([inMemory(lease)], client.types, [inMemory(taken)], server.types);
  return unseen ? unseenVerdict(unseen) : ok('same', `${nameOf(lease)} is the same on both sides.`);
}

function imageOf({ slice, type }: LeaseSchema, length: number): Type {
  return slice ? { kind: 'array', element: type, length } : type;
}

interface Image {
  endpoint: Endpoint;
  type: Type;
}

function misreadImage(written: Image, read: Image, name: string, by: string): string | undefined {
  const samples = valueSamples(written.type, written.endpoint.types, 'Zerocopy', name);
  for (const { value } of [...samples.around(), ...samples.mixed()]) {
    const image = written.endpoint.codec.encode(written.type, value, 'Zerocopy');
    if ('error' in image) continue;
    const arrived = read.endpoint.codec.decode(read.type, image.bytes, 'Zerocopy');
    if ('error' in arrived) return `${by} reads bytes that are not a valid value (${arrived.error.message})`;
    const difference = misreading(
      { type: written.type, types: written.endpoint.types, value },
      { type: read.type, types: read.endpoint.types, value: arrived.value, by },
      name,
    );
    if (difference) return difference;
  }
  return undefined;
}

function unknownSizeVerdict({ client, lease, server, taken, isSame }: LeasePair): LeaseVerdict {
  const isEqual = lease.slice === taken.slice && isSamePart(lease.type, client.types, taken.type, server.types);
  if (!isEqual || !isSame) {
    return {
      worst: unknown(
        `the size of lease \`${lease.name}\``,
        `The size of lease ${lease.index} (\`${lease.name}\`) is not known on both sides.`,
      ),
      accepted: 1,
    };
  }
  const limit = taken.maxLen ?? Number.POSITIVE_INFINITY;
  if (!lease.slice || (lease.maxLen ?? Number.POSITIVE_INFINITY) <= limit) {
    return { worst: sameVerdict({ client, lease, server, taken, isSame }), accepted: 1 };
  }
  return {
    worst: refuse({ client, lease, server, taken, isSame }, { passed: 1, expected: 1 }, limit + 1),
    accepted: 1,
  };
}

function nameOf({ index, name }: LeaseSchema): string {
  return `Lease ${index} (\`${name}\`)`;
}

function elements(count: number): string {
  return count === 1 ? '1 element' : `${count} elements`;
}

function inMemory({ type }: LeaseSchema): SentType {
  return { type, isSerde: false };
}
