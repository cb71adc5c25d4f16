import type { Interface } from '../../idol/index.ts';
import type { InterfaceSchema } from '../../schema/index.ts';
import { layOut, type Target } from '../../wire/index.ts';
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
}

/**
 * Sets what the sources of an interface say against what the compiler made of it. A fact that the firmware does not hold is absent, not
 * in agreement: the compiler leaves out what the code does not use.
 */
export function verifyInterface(served: ServedInterface, firmware: Firmware, target: Target): Fact[] {
  const { source, servers } = served;
  const facts = new FactList(source.source.path, source.name.text);
  const schema = schemaInFirmware(served.schema, firmware.name, servers, firmware.tasks);
  verifyDeclarations(source, servers, facts);
  verifyOperations(source, schema, layOut(schema, target), servers, firmware.tasks, facts);
  verifyTypes(schema, servers, firmware.tasks, target, facts);
  return facts.facts;
}
