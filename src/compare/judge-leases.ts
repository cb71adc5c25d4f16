import type { LeaseWire } from '../wire/index.ts';
import { alignByName } from './align.ts';
import { type Judgement, worse } from './model.ts';
import { isSamePart } from './shape.ts';
import { bytes, fault, fine, type Side, silent, unknown } from './side.ts';

/** The server counts the leases before it decodes anything. */
export function judgeLeaseCount(client: Side, server: Side): Judgement | undefined {
  const passed = client.operation.leases.length;
  const expected = server.operation.leases.length;
  if (passed === expected) return undefined;
  const count = passed === 1 ? '1 lease' : `${passed} leases`;
  return fault(
    'BadLeases',
    `The ${client.name} client passes ${count}, the ${server.name} server expects ${expected}.`,
  );
}

/** Attributes and sizes of each lease, and whether it is the one that the server takes it for. The counts are equal. */
export function judgeLeases(client: Side, server: Side): Judgement {
  const { pairs } = alignByName(client.operation.leases, server.operation.leases, () => true);
  const partner = new Map(pairs.map((pair) => [pair.old, pair.new]));
  return client.operation.leases
    .map((lease, index) => {
      const taken = server.operation.leases[index] as LeaseWire;
      return judgeLease(client, lease, server, taken, partner.get(lease) === taken);
    })
    .reduce(worse, fine('Every lease is taken as what was passed.'));
}

function judgeLease(client: Side, lease: LeaseWire, server: Side, taken: LeaseWire, isSame: boolean): Judgement {
  const name = `Lease ${lease.index} (\`${lease.name}\`)`;
  if ((taken.read && !lease.read) || (taken.write && !lease.write)) {
    const needed = taken.read && taken.write ? 'to read and write' : taken.read ? 'to read' : 'to write';
    const granted = lease.read ? 'only to read' : 'only to write';
    return fault('BadLeases', `${name} is granted ${granted}, the ${server.name} server needs ${needed} it.`);
  }
  const sizes = judgeSize(client, lease, server, taken, name);
  if (sizes.outcome.kind !== 'ok') return sizes;
  if (!isSame) return silent(`${name} is taken by the ${server.name} server for \`${taken.name}\`.`);
  if (!isSamePart(lease.type, client.types, taken.type, server.types)) {
    return silent(`${name} is of \`${lease.text}\`, the ${server.name} server takes its bytes for \`${taken.text}\`.`);
  }
  return sizes;
}

function judgeSize(client: Side, lease: LeaseWire, server: Side, taken: LeaseWire, name: string): Judgement {
  const passed = client.layouts.image(lease.type, lease.name).size;
  const expected = server.layouts.image(taken.type, taken.name).size;
  if (!passed || !expected) {
    const isSame = lease.slice === taken.slice && isSamePart(lease.type, client.types, taken.type, server.types);
    if (!isSame) return unknown(`The size of ${name.toLowerCase()} is unknown on one side.`);
    return judgeLimit(client, lease, server, taken, name, 1);
  }
  const unit = passed.max;
  if (!taken.slice) {
    const possible = lease.slice ? `any multiple of ${bytes(unit)}` : bytes(unit);
    if (lease.slice || unit !== expected.max) {
      return fault(
        'BadLeases',
        `${name} is of ${possible}, the ${server.name} server takes exactly ${bytes(expected.max)}.`,
      );
    }
    return fine(`${name} is of ${bytes(unit)} on both sides.`);
  }
  if (expected.max > 0 && unit % expected.max !== 0) {
    return fault(
      'BadLeases',
      `${name} is of elements of ${bytes(unit)}, the ${server.name} server takes whole elements of ${bytes(expected.max)}.`,
    );
  }
  const elementsPerUnit = expected.max > 0 ? unit / expected.max : 1;
  return judgeLimit(client, lease, server, taken, name, elementsPerUnit);
}

/** @param elementsPerUnit how many of the server's elements one of the client's is */
function judgeLimit(
  client: Side,
  lease: LeaseWire,
  server: Side,
  taken: LeaseWire,
  name: string,
  elementsPerUnit: number,
): Judgement {
  const most = (lease.slice ? (lease.maxLen ?? Number.POSITIVE_INFINITY) : 1) * elementsPerUnit;
  const limit = taken.maxLen ?? Number.POSITIVE_INFINITY;
  if (most <= limit) return fine(`${name} fits whatever its length.`);
  const passes = most === Number.POSITIVE_INFINITY ? 'sets no limit' : `passes up to ${most}`;
  return fault(
    'BadLeases',
    `${name}: more than ${limit} elements are refused by the ${server.name} server, and the ${client.name} client ${passes}.`,
  );
}
