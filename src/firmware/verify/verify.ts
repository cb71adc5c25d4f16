import type { Interface } from '../../idol/index.ts';
import type { InterfaceSchema } from '../../schema/index.ts';
import { type InterfaceLayout, layOut, type Size, type Target } from '../../wire/index.ts';
import type { Firmware, FirmwareTask } from '../model.ts';
import type { Fact } from './fact.ts';
import { FactList } from './fact-list.ts';
import { schemaInFirmware } from './held.ts';
import { verifyDeclarations, verifyOperations } from './verify-operations.ts';
import { verifyTypes } from './verify-types.ts';

/** An interface by its sources, and the tasks of a firmware image that serve it. */
export interface ServedInterface {
  readonly source: Interface;
  readonly schema: InterfaceSchema;
  readonly servers: readonly FirmwareTask[];
  /** How the compiler of the sources computes a server's buffer from the sizes of the messages. */
  readonly incomingSize: 'largest' | 'sum';
}

/**
 * Sets what the sources of an interface say against what the compiler made of it. A fact that the firmware does not hold is absent, not
 * in agreement: the compiler leaves out what the code does not use.
 */
export function verifyInterface(served: ServedInterface, firmware: Firmware, target: Target): Fact[] {
  const { source, servers, incomingSize } = served;
  const facts = new FactList(source.source.path, source.name.text);
  const schema = schemaInFirmware(served.schema, firmware.name, servers, firmware.tasks);
  verifyDeclarations(source, servers, facts);
  const layout = layOut(schema, target);
  const incoming = incomingSize === 'sum' ? sumOfMessages(layout) : layout.incoming;
  verifyOperations(source, schema, { ...layout, incoming }, servers, firmware.tasks, facts);
  verifyTypes(schema, servers, firmware.tasks, target, facts);
  return facts.facts;
}

function sumOfMessages({ operations }: InterfaceLayout): Size | undefined {
  const sizes = operations.map(({ buffers }) => buffers.message);
  return sizes.reduce<Size | undefined>(
    (sum, size) => sum && size && { min: sum.min + size.min, max: sum.max + size.max },
    {
      min: 0,
      max: 0,
    },
  );
}
